-- One row per statement of a conflicting observation, of the best value and of every value that differs from it: who says what, and where.
-- stated: The value as text, where a correction gives one that: 88.66 of a score, 13 of a rank, the group's name.
-- unit: Unit of a score: point or percent. Empty for other aspects.
-- is_best: Whether the statement agrees with the best value.
-- sources_of_value: Independent sources of this value. Unit: sources.
-- component: Component of the index, as most often written; empty for the whole index.
-- year: Year of the period, of an interval its first.
-- url: Address of the article.
-- title: Title of the article.
-- published_at: When the portal says it published the article; empty where the page gives no date.
WITH disputed AS (
    SELECT observation_id, 'score' AS aspect FROM observations WHERE is_score_conflict
    UNION ALL
    SELECT observation_id, 'rank' FROM observations WHERE is_rank_conflict
    UNION ALL
    SELECT observation_id, 'regional_rank' FROM observations WHERE is_regional_rank_conflict
    UNION ALL
    SELECT observation_id, 'group' FROM observations WHERE is_group_conflict
),

stated AS (
    SELECT observation_id, aspect, evidence_id, article_id, source_id, standing
    FROM observation_facts
    SEMI JOIN disputed USING (observation_id, aspect)
    WHERE standing IN ('agrees', 'differs')
),

told AS (
    SELECT
        stated.*, rtrim(rtrim(value::VARCHAR, '0'), '.') AS stated, unit, quote, sentence, flags
    FROM stated
    JOIN effective_scores USING (evidence_id)
    UNION ALL
    SELECT stated.*, coalesce(rank::VARCHAR, group_name), NULL, quote, sentence, flags
    FROM stated
    JOIN effective_ranks USING (evidence_id)
)

SELECT
    observation_id, indicator, component, subject, subject_province, period, year, aspect,
    stated, unit, standing = 'agrees' AS is_best,
    count(DISTINCT source_id) OVER (PARTITION BY observation_id, aspect, stated, unit) AS sources_of_value,
    source_id, told.article_id, portal_id, url, title, published_at, told.evidence_id, quote, sentence, flags
FROM told
JOIN observations USING (observation_id)
JOIN articles ON told.article_id = articles.article_id;
