-- Facts gained, lost and changed when pages were read again by better rules or readers, with their article.
-- changed_at: When the run that read them again began.
-- is_current: Whether the version is the current one of its article.
SELECT
    change_id, changes.run_id, runs.started_at AS changed_at, changes.article_id, versions.portal_id, versions.url,
    versions.title, changes.version_id, articles.version_id IS NOT NULL AS is_current, changes.kind, "change",
    fact_key, evidence_id, quote, old_value, new_value, old_attributes, new_attributes,
    old_extractor_version, new_extractor_version, old_parser, new_parser
FROM fact_changes changes
LEFT JOIN article_versions versions ON changes.version_id = versions.version_id
LEFT JOIN articles ON changes.version_id = articles.version_id
LEFT JOIN runs ON changes.run_id = runs.run_id;
