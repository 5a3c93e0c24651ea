-- One page is several articles, or one file several documents.
SELECT
    portal_id, kind = 'file' AS is_file, url_key, count(*) AS articles, min(article_id) AS first_id,
    max(article_id) AS last_id
FROM articles
GROUP BY portal_id, kind = 'file', url_key
HAVING count(*) > 1;
