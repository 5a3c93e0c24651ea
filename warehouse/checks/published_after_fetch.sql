-- An article is dated more than a day after it was fetched.
SELECT article_id, version_id, published_at, last_seen_at
FROM article_versions
WHERE published_at > last_seen_at + INTERVAL 1 DAY;
