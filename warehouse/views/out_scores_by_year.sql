-- Scores and ranks of an index by subject and year, each beside those of the year before. Differences are given only where both years are on one scale, in one field and of one territory; else a column says why not.
-- component: Component of the index, as most often written; empty for the whole index.
-- year: Year of the period.
-- previous_score: Score of the year before. Unit: see score_unit.
-- score_difference: score less previous_score. Unit: see score_unit.
-- no_score_difference: Why score_difference is empty: no score this year, no score the year before, another territory since 1 July 2025 (of a province made by merger, and of bodies in it), other full mark, other unit.
-- rank: The best rank reached, of a province in the country.
-- previous_rank: Rank of the year before.
-- previous_field_size: How many were ranked the year before, as field_size.
-- rank_difference: Places gained on the year before; lost ones are negative. Unit: places.
-- no_rank_difference: Why rank_difference is empty: no rank this year, no rank the year before, not an exact place, field size unknown, other field size (ranks out of 63 and out of 34 are not comparable), another territory.
WITH both_years AS (
    SELECT
        now.*, before.score AS previous_score, before.score_unit AS previous_unit,
        before.full_mark AS previous_mark, before.rank AS previous_rank, before.rank_bound AS previous_bound,
        before.field_size AS previous_field_size,
        'another territory since ' || strftime(merged.existed_from_on, '%-d %B %Y') AS other_territory
    FROM observations now
    LEFT JOIN observations before ON now.previous_observation_id = before.observation_id
    LEFT JOIN provinces merged
        ON now.subject_province = merged.name AND len(merged.merged_from) > 0
        AND now.year = year(merged.existed_from_on)
    WHERE now.period = now.year::VARCHAR AND (now.score IS NOT NULL OR now.rank IS NOT NULL)
),

compared AS (
    SELECT
        *,
        CASE
            WHEN score IS NULL THEN 'no score this year'
            WHEN previous_score IS NULL THEN 'no score the year before'
            WHEN other_territory IS NOT NULL THEN other_territory
            WHEN full_mark <> previous_mark THEN 'other full mark'
            WHEN score_unit <> previous_unit AND NOT coalesce(full_mark = 100 OR previous_mark = 100, FALSE)
                THEN 'other unit'
        END AS no_score_difference,
        CASE
            WHEN rank IS NULL THEN 'no rank this year'
            WHEN previous_rank IS NULL THEN 'no rank the year before'
            WHEN rank_bound <> 'exact' OR previous_bound <> 'exact' THEN 'not an exact place'
            WHEN field_size IS NULL OR previous_field_size IS NULL THEN 'field size unknown'
            WHEN field_size <> previous_field_size THEN 'other field size'
            ELSE other_territory
        END AS no_rank_difference
    FROM both_years
)

SELECT
    indicator, component, subject, subject_province, year,
    score, score_unit, full_mark, previous_score,
    CASE WHEN no_score_difference IS NULL THEN (score - previous_score)::DECIMAL(18,6) END AS score_difference,
    no_score_difference,
    rank, field_size, is_field_size_stated, previous_rank, previous_field_size,
    CASE WHEN no_rank_difference IS NULL THEN previous_rank - rank END AS rank_difference,
    no_rank_difference,
    score_sources, rank_sources, is_score_conflict, is_rank_conflict, score_evidence_id, rank_evidence_id
FROM compared;
