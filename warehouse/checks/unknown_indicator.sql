-- A score or rank bears an index that the table of indicators has no row for.
SELECT evidence_id, quote, indicator
FROM (SELECT evidence_id, quote, indicator FROM scores UNION ALL SELECT evidence_id, quote, indicator FROM ranks)
WHERE indicator IS NOT NULL AND indicator NOT IN (SELECT indicator FROM indicators);
