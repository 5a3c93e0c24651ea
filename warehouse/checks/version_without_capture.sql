-- No archived page evidences a version.
SELECT version_id, article_id, capture_id
FROM article_versions
ANTI JOIN captures USING (capture_id);
