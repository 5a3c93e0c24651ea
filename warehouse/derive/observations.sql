-- What the statements of each observation together tell. Which value is best: see observation_facts.sql.
WITH facts AS (
    SELECT
        evidence_id, version_id, indicator, component, period, subject, value, unit, NULL AS bound,
        NULL::INTEGER AS out_of, NULL AS group_name, NULL AS scope, first_seen_at
    FROM effective_scores
    UNION ALL
    SELECT
        evidence_id, version_id, indicator, component, period, subject, rank, NULL, bound, out_of, group_name, scope,
        first_seen_at
    FROM effective_ranks
),

stated AS (
    SELECT
        of_observation.*, facts.* EXCLUDE (evidence_id, version_id), last_seen_at,
        standing IN ('agrees', 'fits', 'differs') AND NOT is_doubtful AS is_in_spread,
        -- An index between 0 and 1 is compared times a hundred; of 0, which is 0 so too, its full mark tells.
        if(
            unit = 'point' AND abs(value) <= 1 AND common_value = value::DECIMAL(38,6) * 100
                AND (value <> 0 OR (compared_as = 'percent' AND full_mark IS DISTINCT FROM 100 AND indicator <> 'SIPAS')),
            0.01, 1
        ) AS factor
    FROM observation_facts of_observation
    JOIN facts USING (evidence_id)
    JOIN (SELECT version_id, last_seen_at FROM articles) USING (version_id)
),

-- An article that states the best value as well has told of two things that were read as one, or corrected itself.
-- A reprint that states only another value has not: a number was changed on the way.
divided AS (
    SELECT DISTINCT observation_id, aspect
    FROM (
        SELECT
            observation_id, aspect, bool_or(standing = 'differs') AS differs, bool_or(standing = 'agrees') AS agrees
        FROM stated
        WHERE aspect IN ('score', 'rank', 'regional_rank', 'group')
        GROUP BY observation_id, aspect, article_id
    )
    WHERE differs AND NOT agrees
),

-- Of what articles disagree on: each value that is stated, with its sources.
disputed AS (
    SELECT
        observation_id, aspect,
        string_agg(said || ' (' || sources || ')', ', ' ORDER BY is_best DESC, sources DESC, said) AS conflict
    FROM (
        SELECT
            observation_id, aspect, coalesce(rtrim(rtrim(value::VARCHAR, '0'), '.'), group_name) AS said,
            count(DISTINCT source_id) AS sources, bool_or(standing = 'agrees') AS is_best
        FROM stated
        SEMI JOIN divided USING (observation_id, aspect)
        WHERE standing IN ('agrees', 'differs')
        GROUP BY observation_id, aspect, said
    )
    GROUP BY observation_id, aspect
),

conflicts AS (
    SELECT
        observation_id,
        any_value(conflict) FILTER (aspect = 'score') AS score_conflict,
        any_value(conflict) FILTER (aspect = 'rank') AS rank_conflict,
        any_value(conflict) FILTER (aspect = 'regional_rank') AS regional_rank_conflict,
        any_value(conflict) FILTER (aspect = 'group') AS group_conflict
    FROM disputed
    GROUP BY observation_id
),

supported AS (
    SELECT
        observation_id, aspect,
        count(DISTINCT source_id) FILTER (standing = 'agrees') AS sources,
        count(DISTINCT article_id) FILTER (standing = 'agrees') AS articles,
        mode(out_of ORDER BY out_of) FILTER (standing = 'agrees') AS out_of,
        min(common_value) FILTER (is_in_spread AND bound IS DISTINCT FROM 'at_most') AS least,
        max(common_value) FILTER (is_in_spread AND bound IS DISTINCT FROM 'at_most') AS most
    FROM stated
    GROUP BY observation_id, aspect
),

chosen AS (
    SELECT stated.* EXCLUDE (out_of), supported.* EXCLUDE (observation_id, aspect)
    FROM stated
    JOIN supported USING (observation_id, aspect)
    WHERE is_chosen
),

described AS (
    SELECT
        observation_id, mode(component ORDER BY component) AS component,
        list(evidence_id ORDER BY evidence_id) AS evidence_ids,
        min(first_seen_at) AS first_seen_at, max(last_seen_at) AS last_seen_at
    FROM stated
    GROUP BY observation_id
),

gathered AS (
    SELECT
        observation_id, any_value(previous_observation_id) AS previous_observation_id,
        any_value(indicator) AS indicator, any_value(subject) AS subject,
        any_value(subject_province) AS subject_province, any_value(period) AS period,
        any_value(try_cast(left(period, 4) AS INTEGER)) AS year,

        any_value(value) FILTER (aspect = 'score') AS score,
        any_value(unit) FILTER (aspect = 'score') AS score_unit,
        any_value(full_mark) FILTER (aspect = 'score') AS full_mark,
        any_value(compared_as) FILTER (aspect = 'score') AS score_scale,
        any_value(sources) FILTER (aspect = 'score') AS score_sources,
        any_value(articles) FILTER (aspect = 'score') AS score_articles,
        any_value((least::DECIMAL(38,6) * factor)::DECIMAL(18,6)) FILTER (aspect = 'score') AS score_min,
        any_value((most::DECIMAL(38,6) * factor)::DECIMAL(18,6)) FILTER (aspect = 'score') AS score_max,
        any_value(is_doubtful) FILTER (aspect = 'score') AS is_score_doubtful,
        any_value(evidence_id) FILTER (aspect = 'score') AS score_evidence_id,
        any_value(common_value) FILTER (aspect = 'score') AS common_score,
        any_value(factor) FILTER (aspect = 'score') AS factor,

        any_value(try_cast(value AS INTEGER)) FILTER (aspect = 'rank') AS rank,
        any_value(bound) FILTER (aspect = 'rank') AS rank_bound,
        any_value(out_of) FILTER (aspect = 'rank') AS out_of,
        any_value(sources) FILTER (aspect = 'rank') AS rank_sources,
        any_value(articles) FILTER (aspect = 'rank') AS rank_articles,
        any_value(try_cast(least AS INTEGER)) FILTER (aspect = 'rank') AS rank_min,
        any_value(try_cast(most AS INTEGER)) FILTER (aspect = 'rank') AS rank_max,
        any_value(is_doubtful) FILTER (aspect = 'rank') AS is_rank_doubtful,
        any_value(evidence_id) FILTER (aspect = 'rank') AS rank_evidence_id,
        any_value(compared_as) FILTER (aspect = 'rank') AS rank_field,

        any_value(try_cast(value AS INTEGER)) FILTER (aspect = 'regional_rank') AS regional_rank,
        any_value(scope) FILTER (aspect = 'regional_rank') AS regional_scope,
        any_value(out_of) FILTER (aspect = 'regional_rank') AS regional_out_of,
        any_value(sources) FILTER (aspect = 'regional_rank') AS regional_rank_sources,
        any_value(articles) FILTER (aspect = 'regional_rank') AS regional_rank_articles,
        any_value(is_doubtful) FILTER (aspect = 'regional_rank') AS is_regional_rank_doubtful,
        any_value(evidence_id) FILTER (aspect = 'regional_rank') AS regional_rank_evidence_id,

        any_value(group_name) FILTER (aspect = 'group') AS group_name,
        any_value(sources) FILTER (aspect = 'group') AS group_sources,
        any_value(articles) FILTER (aspect = 'group') AS group_articles,
        any_value(is_doubtful) FILTER (aspect = 'group') AS is_group_doubtful,
        any_value(evidence_id) FILTER (aspect = 'group') AS group_evidence_id,

        any_value(value) FILTER (aspect = 'target_score') AS target_score,
        any_value(unit) FILTER (aspect = 'target_score') AS target_score_unit,
        any_value(evidence_id) FILTER (aspect = 'target_score') AS target_score_evidence_id,
        any_value(common_value) FILTER (aspect = 'target_score') AS common_target,
        any_value(compared_as) FILTER (aspect = 'target_score') AS target_scale,
        any_value(try_cast(value AS INTEGER)) FILTER (aspect = 'target_rank') AS target_rank,
        any_value(evidence_id) FILTER (aspect = 'target_rank') AS target_rank_evidence_id,
        any_value(compared_as) FILTER (aspect = 'target_rank') AS target_field,

        any_value(value) FILTER (aspect = 'score_change') AS score_change,
        any_value(unit) FILTER (aspect = 'score_change') AS score_change_unit,
        any_value(evidence_id) FILTER (aspect = 'score_change') AS score_change_evidence_id,
        any_value(level_check) FILTER (aspect = 'score_change') AS score_change_check,
        any_value(implied_previous_value) FILTER (aspect = 'score_change') AS implied_score,
        any_value(try_cast(value AS INTEGER)) FILTER (aspect = 'rank_change') AS rank_change,
        any_value(evidence_id) FILTER (aspect = 'rank_change') AS rank_change_evidence_id,
        any_value(level_check) FILTER (aspect = 'rank_change') AS rank_change_check,
        any_value(try_cast(implied_previous_value AS INTEGER)) FILTER (aspect = 'rank_change') AS implied_previous_rank
    FROM chosen
    GROUP BY observation_id
)

SELECT
    gathered.* EXCLUDE (
        common_score, factor, rank_field, common_target, target_scale, target_field, implied_score
    ),
    described.* EXCLUDE (observation_id),
    conflicts.* EXCLUDE (observation_id),
    (implied_score::DECIMAL(38,6) * factor)::DECIMAL(18,6) AS implied_previous_score,
    CASE WHEN score IS NOT NULL THEN score_conflict IS NOT NULL END AS is_score_conflict,
    CASE WHEN rank IS NOT NULL THEN rank_conflict IS NOT NULL END AS is_rank_conflict,
    CASE WHEN regional_rank IS NOT NULL THEN regional_rank_conflict IS NOT NULL END AS is_regional_rank_conflict,
    CASE WHEN group_name IS NOT NULL THEN group_conflict IS NOT NULL END AS is_group_conflict,
    coalesce(out_of, CASE WHEN subject = subject_province THEN try_cast(rank_field[4:] AS INTEGER) END) AS field_size,
    CASE WHEN rank IS NOT NULL THEN out_of IS NOT NULL END AS is_field_size_stated,
    CASE WHEN score_scale = target_scale THEN common_score >= common_target END AS is_target_score_reached,
    CASE WHEN rank_field = target_field AND rank_bound = 'exact' THEN rank <= target_rank END
        AS is_target_rank_reached
FROM gathered
JOIN described USING (observation_id)
LEFT JOIN conflicts USING (observation_id);
