-- severity: flag
-- A score is higher than the scale written with it.
SELECT evidence_id, quote, value, scale_max
FROM scores
WHERE value_kind = 'level' AND value > scale_max;
