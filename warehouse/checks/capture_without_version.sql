-- A capture evidences no version.
SELECT capture_id, url
FROM captures
ANTI JOIN article_versions USING (capture_id);
