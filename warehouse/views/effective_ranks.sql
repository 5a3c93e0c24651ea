-- Ranks as they are to be used: with the places of active corrections, without those that a correction drops.
-- rank: Place, or places moved (up is positive), where a correction gives one that; empty for groups.
SELECT ranks.* REPLACE (coalesce(corrected_value::INTEGER, rank) AS rank)
FROM ranks
LEFT JOIN corrected_facts ON ranks.evidence_id = corrected_facts.evidence_id
WHERE action IS DISTINCT FROM 'drop';
