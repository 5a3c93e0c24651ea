-- One page of a portal is several articles.
SELECT portal_id, url_key, count(*) AS articles, min(article_id) AS first_id, max(article_id) AS last_id
FROM articles
GROUP BY portal_id, url_key
HAVING count(*) > 1;
