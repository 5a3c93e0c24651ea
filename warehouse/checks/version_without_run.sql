-- severity: flag
-- A version comes from a run that is not in runs, as after `gat crawl` alone.
SELECT version_id, run_id
FROM article_versions
ANTI JOIN runs USING (run_id);
