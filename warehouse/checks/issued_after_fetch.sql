-- severity: flag
-- A document is dated more than a day after the page that cites it was fetched.
SELECT d.evidence_id, d.quote, d.issued_on, v.last_seen_at
FROM directives d
JOIN article_versions v USING (version_id)
WHERE d.issued_on > v.last_seen_at + INTERVAL 1 DAY;
