-- severity: flag
-- A score or rank bears its province by another spelling than the name in the table of provinces.
WITH others AS (
    SELECT DISTINCT lower(unnest([name, official_name, 'tỉnh ' || name, 'thành phố ' || name] || aliases)) AS written
    FROM provinces
)

SELECT evidence_id, quote, subject
FROM (SELECT evidence_id, quote, subject FROM scores UNION ALL SELECT evidence_id, quote, subject FROM ranks)
WHERE subject NOT IN (SELECT name FROM provinces) AND lower(subject) IN (SELECT written FROM others);
