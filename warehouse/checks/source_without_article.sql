-- A source, or what counts as it, is no article.
SELECT article_id, source_id
FROM sources
WHERE article_id NOT IN (SELECT article_id FROM articles) OR source_id NOT IN (SELECT article_id FROM articles);
