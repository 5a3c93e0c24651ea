-- severity: flag
-- The current version of a news article has no text.
SELECT article_id, url, title
FROM articles
WHERE kind = 'news' AND trim(text) = '';
