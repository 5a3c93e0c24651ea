-- Current articles without their text: whose they are, where from, and how many facts of each kind they state.
-- source_kind: Where the page came from: live (the portal itself), warc, wayback or commoncrawl.
-- read_by: How the page was read: platform, detected (as another platform's), or generic.
-- source_id: The article that this one counts as with its reprints, see sources.
-- score_count: Scores in the current version.
-- rank_count: Ranks in the current version.
-- date_count: Dates in the current version.
-- directive_count: Mentions of documents in the current version.
-- quantity_count: Amounts in the current version.
-- person_count: Mentions of officials in the current version.
-- assignment_count: Tasks given in the current version.
-- document_id: The official document that the article is, where its sign is known, see documents.
WITH own AS (
    SELECT article_id, min(citing_document_id) AS document_id
    FROM citations
    WHERE citing_document_id IS NOT NULL
    GROUP BY article_id
)

SELECT
    a.article_id, a.portal_id, a.province, a.successor_province, a.kind, a.title, a.url, a.published_at, a.section,
    a.author, captures.source_kind, v.read_by, a.parent_article_id, document_id,
    sources.source_id, sources.is_reprint,
    coalesce(score_count, 0) AS score_count,
    coalesce(rank_count, 0) AS rank_count,
    coalesce(date_count, 0) AS date_count,
    coalesce(directive_count, 0) AS directive_count,
    coalesce(quantity_count, 0) AS quantity_count,
    coalesce(person_count, 0) AS person_count,
    coalesce(assignment_count, 0) AS assignment_count,
    a.version_id, a.version_count, a.first_seen_at, a.last_seen_at
FROM articles a
JOIN article_versions v ON a.article_id = v.article_id AND a.version_id = v.version_id
LEFT JOIN captures ON v.capture_id = captures.capture_id
LEFT JOIN sources ON a.article_id = sources.article_id
LEFT JOIN own ON a.article_id = own.article_id
LEFT JOIN (SELECT article_id, version_id, count(*) AS score_count FROM scores GROUP BY article_id, version_id) s
    ON a.article_id = s.article_id AND a.version_id = s.version_id
LEFT JOIN (SELECT article_id, version_id, count(*) AS rank_count FROM ranks GROUP BY article_id, version_id) r
    ON a.article_id = r.article_id AND a.version_id = r.version_id
LEFT JOIN (SELECT article_id, version_id, count(*) AS date_count FROM dates GROUP BY article_id, version_id) d
    ON a.article_id = d.article_id AND a.version_id = d.version_id
LEFT JOIN (SELECT article_id, version_id, count(*) AS directive_count FROM directives GROUP BY article_id, version_id) m
    ON a.article_id = m.article_id AND a.version_id = m.version_id
LEFT JOIN (SELECT article_id, version_id, count(*) AS quantity_count FROM quantities GROUP BY article_id, version_id) q
    ON a.article_id = q.article_id AND a.version_id = q.version_id
LEFT JOIN (SELECT article_id, version_id, count(*) AS person_count FROM persons GROUP BY article_id, version_id) p
    ON a.article_id = p.article_id AND a.version_id = p.version_id
LEFT JOIN (SELECT article_id, version_id, count(*) AS assignment_count FROM assignments GROUP BY article_id, version_id) t
    ON a.article_id = t.article_id AND a.version_id = t.version_id;
