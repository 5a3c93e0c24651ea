-- A version comes from a run that is not in runs.
SELECT version_id, run_id
FROM article_versions
ANTI JOIN runs USING (run_id);
