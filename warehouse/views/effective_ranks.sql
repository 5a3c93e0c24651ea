-- Ranks as they are to be used: with the places of active corrections, without those that a correction drops.
-- rank: Place, or places moved (up is positive), where a correction gives one that; empty for groups.
-- group_name: Group of places: A, Tốt, Trung bình cao; where a correction gives one that.
SELECT ranks.* REPLACE (
    CASE WHEN rank_kind = 'group' THEN rank ELSE coalesce(corrected_value::INTEGER, rank) END AS rank,
    CASE WHEN rank_kind = 'group' THEN coalesce(corrected_value, group_name) ELSE group_name END AS group_name
)
FROM ranks
LEFT JOIN corrected_facts ON ranks.evidence_id = corrected_facts.evidence_id
WHERE action IS DISTINCT FROM 'drop';
