-- The facts that active corrections are of, each under one: the one declared last.
WITH held AS (
    SELECT correction_id, unnest(evidence_ids) AS evidence_id
    FROM correction_states
    WHERE state = 'active'
)

SELECT held.evidence_id, correction_id, action, corrected_value
FROM held
JOIN corrections USING (correction_id)
QUALIFY row_number() OVER (PARTITION BY held.evidence_id ORDER BY declared_on DESC, correction_id) = 1;
