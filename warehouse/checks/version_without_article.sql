-- A version belongs to no row of articles.
SELECT version_id, article_id
FROM article_versions
ANTI JOIN articles USING (article_id);
