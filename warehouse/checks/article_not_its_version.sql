-- An article does not say what its current version says, or that version is not the one seen last.
SELECT a.article_id, a.version_id, v.version_id AS seen_last
FROM articles a
LEFT JOIN (
    SELECT
        article_id,
        arg_max(version_id, (last_seen_at, first_seen_at, version_id)) AS version_id,
        count(*) AS version_count
    FROM article_versions
    GROUP BY article_id
) v ON a.article_id = v.article_id
LEFT JOIN article_versions c ON a.version_id = c.version_id
WHERE a.version_id IS DISTINCT FROM v.version_id
    OR a.version_count IS DISTINCT FROM v.version_count
    OR a.title IS DISTINCT FROM c.title
    OR a.text IS DISTINCT FROM c.text;
