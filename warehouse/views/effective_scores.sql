-- Scores as they are to be used: with the values of active corrections, without those that a correction drops.
-- value: The value, where a correction gives one that; signed where value_kind is change. Unit: see unit.
SELECT scores.* REPLACE (coalesce(corrected_value::DECIMAL(18, 6), value) AS value)
FROM scores
LEFT JOIN corrected_facts ON scores.evidence_id = corrected_facts.evidence_id
WHERE action IS DISTINCT FROM 'drop';
