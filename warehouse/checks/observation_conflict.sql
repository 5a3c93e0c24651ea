-- severity: flag
-- Sources state different values of one thing, see out_conflicts.
SELECT
    observation_id, indicator, component, subject, period,
    concat_ws('; ', score_conflict, rank_conflict, regional_rank_conflict, group_conflict) AS stated
FROM observations
WHERE is_score_conflict OR is_rank_conflict OR is_regional_rank_conflict OR is_group_conflict;
