-- A version comes from a portal that is not in portals.
SELECT version_id, portal_id
FROM article_versions
ANTI JOIN portals USING (portal_id);
