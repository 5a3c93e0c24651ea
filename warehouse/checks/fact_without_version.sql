-- A fact hangs on no version, or on a version of another article.
SELECT f.evidence_id, f.kind, f.article_id, f.version_id
FROM out_facts_history f
LEFT JOIN article_versions v ON f.version_id = v.version_id AND f.article_id = v.article_id
WHERE v.version_id IS NULL;
