-- What each edit of an article changed: one row per version after the first.
-- previous_title: Title of the version before.
-- title: Title of the newer version.
-- url: Address of the article, of the newer version.
-- previous_last_seen_at: When the version before was last fetched; the edit lies between that and first_seen_at.
-- is_current: Whether the newer version is the current one.
SELECT
    changed.version_id, previous_version_id, changed.article_id, newer.portal_id, newer.url, newer.kind,
    newer.published_at, changed.version_no, older.last_seen_at AS previous_last_seen_at, changed.first_seen_at,
    is_title_changed, older.title AS previous_title, newer.title, is_text_changed,
    sentences_removed, sentences_added, removed_count, added_count, removed_length, added_length,
    articles.version_id IS NOT NULL AS is_current
FROM version_changes changed
JOIN article_versions newer ON changed.version_id = newer.version_id
JOIN article_versions older ON previous_version_id = older.version_id
LEFT JOIN articles ON changed.version_id = articles.version_id;
