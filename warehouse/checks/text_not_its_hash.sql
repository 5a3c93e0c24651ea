-- The text of a version does not hash to its text_sha256.
SELECT version_id, article_id, text_sha256, sha256(text) AS found
FROM article_versions
WHERE sha256(text) <> text_sha256;
