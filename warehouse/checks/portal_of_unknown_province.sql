-- severity: flag
-- A portal or an article is of a province that the table of provinces has no row for.
SELECT portal_id, province
FROM (SELECT portal_id, province FROM portals UNION SELECT portal_id, province FROM articles)
WHERE province IS NOT NULL AND province NOT IN (SELECT name FROM provinces);
