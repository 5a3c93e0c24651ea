-- What each portal has given so far: articles, their dates, and facts by kind in current articles.
-- article_count: Articles, document rows included.
-- version_count: Versions of them.
-- score_count: Scores in current versions.
-- rank_count: Ranks in current versions.
-- date_count: Dates in current versions.
-- directive_count: Mentions of documents in current versions.
-- quantity_count: Amounts in current versions.
-- person_count: Mentions of officials in current versions.
-- assignment_count: Tasks given in current versions.
-- rejected_count: Pages and parts of pages that did not become rows.
-- first_published_at: Earliest publication.
-- last_published_at: Latest publication.
WITH articles_of AS (
    SELECT
        portal_id, count(*) AS article_count, sum(version_count)::BIGINT AS version_count,
        min(published_at) AS first_published_at, max(published_at) AS last_published_at
    FROM articles
    GROUP BY portal_id
),

facts_of AS (
    SELECT
        a.portal_id,
        count(*) FILTER (kind = 'score') AS score_count,
        count(*) FILTER (kind = 'rank') AS rank_count,
        count(*) FILTER (kind = 'date') AS date_count,
        count(*) FILTER (kind = 'directive') AS directive_count,
        count(*) FILTER (kind = 'quantity') AS quantity_count,
        count(*) FILTER (kind = 'person') AS person_count,
        count(*) FILTER (kind = 'assignment') AS assignment_count
    FROM out_facts f
    JOIN (SELECT article_id, portal_id FROM articles) a USING (article_id)
    GROUP BY a.portal_id
),

rejections_of AS (
    SELECT portal_id, count(*) AS rejected_count
    FROM rejections
    GROUP BY portal_id
)

SELECT
    p.portal_id, p.name, p.province,
    coalesce(article_count, 0) AS article_count,
    coalesce(version_count, 0) AS version_count,
    coalesce(score_count, 0) AS score_count,
    coalesce(rank_count, 0) AS rank_count,
    coalesce(date_count, 0) AS date_count,
    coalesce(directive_count, 0) AS directive_count,
    coalesce(quantity_count, 0) AS quantity_count,
    coalesce(person_count, 0) AS person_count,
    coalesce(assignment_count, 0) AS assignment_count,
    coalesce(rejected_count, 0) AS rejected_count,
    first_published_at, last_published_at
FROM portals p
LEFT JOIN articles_of USING (portal_id)
LEFT JOIN facts_of USING (portal_id)
LEFT JOIN rejections_of USING (portal_id);
