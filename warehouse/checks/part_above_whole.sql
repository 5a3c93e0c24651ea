-- severity: flag
-- A quantity is higher than the whole written with it.
SELECT evidence_id, quote, value, out_of
FROM quantities
WHERE value > out_of;
