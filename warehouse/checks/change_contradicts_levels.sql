-- severity: flag
-- A stated change is not the difference of the levels that the articles state of its year and the year before.
SELECT
    c.evidence_id, observation_id, now.indicator, now.subject, now.period, c.common_value AS change,
    now.score, before.score AS previous_score, now.rank, before.rank AS previous_rank
FROM observation_facts c
JOIN observations now USING (observation_id)
LEFT JOIN observations before ON now.previous_observation_id = before.observation_id
WHERE c.level_check = 'contradicts';
