-- Every score and rank whose index, period and subject are known, under the observation it is a statement of.
--
-- Values are compared as whole millionths on one scale, so that no rounding of binary fractions tells two apart.
-- Two agree where the one with more decimals, rounded or cut to those of the other, is the other. A value meets
-- only those that it becomes when it is rounded or cut, never all others of its observation: so the work grows
-- with the statements, however many are of one thing.

WITH said AS (
    SELECT
        evidence_id, article_id, version_id, indicator, component, period, subject, status, flags, quote,
        compared_with, value_kind AS kind, value, unit, scale_max, 'exact' AS bound,
        NULL::INTEGER AS out_of, NULL AS group_name, NULL AS scope, TRUE AS is_score
    FROM effective_scores
    UNION ALL
    SELECT
        evidence_id, article_id, version_id, indicator, component, period, subject, status, flags, quote,
        compared_with, rank_kind, rank, NULL, NULL, bound, out_of, group_name, scope, FALSE
    FROM effective_ranks
),

-- What counts: reached or aimed at, in the current version of its article; of changes, those on the time before.
counted AS (
    SELECT
        evidence_id, said.article_id, source_id, said.indicator, period, said.subject, status, said.kind, value, unit,
        said.scale_max, indicator_scales.scale_max AS index_mark, bound, out_of, group_name, is_score,
        coalesce(articles.published_at, articles.first_seen_at) AS told_at,
        try_cast(left(period, 4) AS INTEGER) AS year,
        said.subject IN (SELECT name FROM provinces) AS is_province,
        CASE
            WHEN said.subject IN (SELECT name FROM provinces) THEN said.subject
            WHEN said.subject NOT IN (SELECT name FROM agencies WHERE level = 'ministry')
                THEN coalesce(articles.province, portals.province)
        END AS subject_province,
        coalesce(said.scale_max, CASE WHEN component IS NULL THEN indicator_scales.scale_max END) AS full_mark,
        trim(regexp_replace(
            replace(strip_accents(lower(coalesce(component, ''))), 'đ', 'd'), '[^a-z0-9]+', ' ', 'g'
        )) AS component_key,
        trim(regexp_replace(
            replace(strip_accents(lower(coalesce(scope, ''))), 'đ', 'd'), '[^a-z0-9]+', ' ', 'g'
        )) AS scope_key,
        len(list_filter(flags, lambda flag: flag <> 'conflicting_values')) > 0 AS is_doubtful,
        replace(quote, ',', '.') AS written,
        rtrim(rtrim(abs(value)::VARCHAR, '0'), '.') AS digits
    FROM said
    JOIN articles USING (article_id, version_id)
    JOIN sources USING (article_id)
    LEFT JOIN portals ON articles.portal_id = portals.portal_id
    LEFT JOIN indicator_scales
        ON said.indicator = indicator_scales.indicator
        AND try_cast(left(period, 4) AS INTEGER) BETWEEN first_year AND coalesce(last_year, 9999)
    WHERE said.indicator IS NOT NULL AND period IS NOT NULL AND said.subject IS NOT NULL
        AND CASE said.kind
            WHEN 'change' THEN status = 'actual' AND compared_with = 'earlier' AND scope IS NULL
            WHEN 'group' THEN status = 'actual' AND group_name IS NOT NULL
            ELSE status IS NOT NULL AND value IS NOT NULL
        END
),

-- How many provinces there were from which day on: 63, and 34 since the mergers.
fields AS (
    SELECT begun_on, count(*)::INTEGER AS size
    FROM (
        SELECT DATE '0001-01-01' AS begun_on
        UNION
        SELECT existed_from_on FROM provinces WHERE existed_from_on IS NOT NULL
    )
    JOIN provinces
        ON coalesce(existed_from_on <= begun_on, TRUE) AND coalesce(existed_to_on >= begun_on, TRUE)
    GROUP BY begun_on
),

field_of_year AS (
    SELECT year, arg_max(size, begun_on) AS size
    FROM (SELECT DISTINCT year FROM counted WHERE is_province)
    JOIN fields ON year(begun_on) <= year
    GROUP BY year
),

-- A few provinces are left out in some years: «hạng 13/61» is of 63 too.
field_of_number AS (
    SELECT out_of, arg_min(size, abs(size - out_of)) AS size
    FROM (SELECT DISTINCT out_of FROM counted WHERE is_province)
    CROSS JOIN (SELECT DISTINCT size FROM fields)
    GROUP BY out_of
),

keyed AS (
    SELECT
        * EXCLUDE (written, digits),
        left(sha256(concat_ws(chr(31), indicator, component_key, subject, coalesce(subject_province, ''), period)), 16)
            AS observation_id,
        CASE
            WHEN regexp_matches(period, '^[0-9]{4}$') THEN left(sha256(concat_ws(
                chr(31), indicator, component_key, subject, coalesce(subject_province, ''), (year - 1)::VARCHAR
            )), 16)
        END AS previous_observation_id,
        is_province AND coalesce(out_of, 0) < 30 AND (
            out_of < 30 OR NOT regexp_matches(scope_key, '^$|^ca nuoc|^toan quoc')
                AND coalesce(try_cast(regexp_extract(scope_key, '^[0-9]+') AS INTEGER), 0) NOT IN (SELECT size FROM fields)
        ) AS is_regional,
        -- An index between 0 and 1 is told times a hundred as often as not.
        unit = 'point' AND coalesce(scale_max, index_mark) = 1 AND abs(value) <= 1 AS is_fraction,
        unit = 'percent' OR full_mark = 100 OR indicator = 'SIPAS' OR coalesce(scale_max, index_mark) = 1
            AS is_percent,
        -- Zeros at the end are written decimals too.
        least(6, length(split_part(digits, '.', 2)) + CASE
            WHEN contains(written, digits || if(contains(digits, '.'), '000', '.000')) THEN 3
            WHEN contains(written, digits || if(contains(digits, '.'), '00', '.00')) THEN 2
            WHEN contains(written, digits || if(contains(digits, '.'), '0', '.0')) THEN 1
            ELSE 0
        END) AS written_decimals
    FROM counted
),

aspects AS (
    SELECT
        *,
        CASE
            WHEN is_score AND kind = 'change' THEN 'score_change'
            WHEN is_score THEN if(status = 'target', 'target_score', 'score')
            WHEN kind = 'change' THEN 'rank_change'
            WHEN kind = 'group' THEN 'group'
            WHEN is_regional THEN if(status = 'target', NULL, 'regional_rank')
            ELSE if(status = 'target', 'target_rank', 'rank')
        END AS aspect,
        CASE
            WHEN kind = 'group' THEN (md5_number(lower(group_name)) % 1000000007)::BIGINT * 1000000
            ELSE (value::DECIMAL(38,6) * if(is_fraction, 100, 1) * 1000000)::BIGINT
        END AS millionths,
        CASE
            WHEN NOT is_score THEN 0
            WHEN is_fraction THEN written_decimals - 2
            ELSE written_decimals
        END AS decimals
    FROM keyed
),

-- Ranks of a province in the country are out of those there were that year; out of 63 and of 34 are never compared.
statements AS (
    SELECT
        aspects.*,
        CASE
            WHEN is_score THEN if(is_percent, 'percent', 'points')
            WHEN kind = 'change' THEN 'places'
            WHEN kind = 'group' THEN if(length(group_name) = 1, 'letters', 'words')
            WHEN aspect = 'regional_rank' THEN if(scope_key = '', 'of ' || aspects.out_of, scope_key)
            WHEN is_province THEN coalesce('of ' || coalesce(field_of_number.size, field_of_year.size), 'places')
            ELSE coalesce(
                'of ' || coalesce(aspects.out_of, max(aspects.out_of) OVER (PARTITION BY observation_id, aspect)), 'places'
            )
        END AS compared_as
    FROM aspects
    LEFT JOIN field_of_year ON aspects.year = field_of_year.year
    LEFT JOIN field_of_number ON aspects.out_of = field_of_number.out_of
    WHERE aspect IS NOT NULL
),

-- One number for what is compared, so that the joins below are of numbers.
comparable AS (
    SELECT *, hash(observation_id, aspect, compared_as, bound) AS thing
    FROM statements
),

told AS (
    SELECT
        thing, millionths, decimals, row_number() OVER () AS told_no,
        any_value(observation_id) AS observation_id, any_value(aspect) AS aspect,
        any_value(compared_as) AS compared_as, any_value(bound) AS bound,
        bool_and(is_doubtful) AS is_doubtful, max(told_at) AS newest_at,
        max(if(out_of IS NULL, 0, 1)) + decimals AS precision
    FROM comparable
    GROUP BY thing, millionths, decimals
),

-- Down to tens and hundreds: 0.7 of an index between 0 and 1 is 70, with two decimals less than none.
becomes AS (
    SELECT
        *, [100000000, 10000000, 1000000, 100000, 10000, 1000, 100, 10, 1][coarser + 3] AS grain
    FROM (SELECT told_no, thing, millionths, unnest(range(-2, decimals + 1)) AS coarser FROM told)
),

meets AS (
    SELECT becomes.told_no AS finer_no, told.told_no AS coarser_no
    FROM becomes
    JOIN told
        ON becomes.thing = told.thing AND coarser = told.decimals
        AND sign(becomes.millionths) * (abs(becomes.millionths) // grain * grain) = told.millionths
    UNION
    SELECT becomes.told_no, told.told_no
    FROM becomes
    JOIN told
        ON becomes.thing = told.thing AND coarser = told.decimals
        AND sign(becomes.millionths) * ((abs(becomes.millionths) + grain // 2) // grain * grain) = told.millionths
),

agreeing AS (
    SELECT finer_no AS told_no, coarser_no AS other_no FROM meets
    UNION
    SELECT coarser_no, finer_no FROM meets
),

numbered AS (
    SELECT comparable.*, told_no
    FROM comparable
    JOIN told USING (thing, millionths, decimals)
),

said_by AS (
    SELECT told_no, source_id, bool_and(is_doubtful) AS is_doubtful
    FROM numbered
    GROUP BY told_no, source_id
),

-- Kept apart, or the planner joins all that a source states with all that it states.
coarse AS MATERIALIZED (
    SELECT said_by.*, finer_no
    FROM said_by
    JOIN meets ON told_no = coarser_no AND coarser_no <> finer_no
),

-- What a source states finer as well, 88.7 beside its own 88.74, is no word for another value, such as 88.66.
shortened AS (
    SELECT DISTINCT coarse.told_no, coarse.source_id, finer_no
    FROM coarse
    JOIN said_by fine
        ON finer_no = fine.told_no AND coarse.source_id = fine.source_id
        AND (coarse.is_doubtful OR NOT fine.is_doubtful)
),

backers AS (
    FROM said_by ANTI JOIN shortened USING (told_no, source_id)
),

-- A rounded value backs the finer ones, never they it: two that differ may be rounded to one.
support AS (
    SELECT
        finer_no AS told_no, count(DISTINCT source_id) AS sources,
        count(DISTINCT source_id) FILTER (NOT is_doubtful) AS sure_sources
    FROM meets
    JOIN backers ON coarser_no = backers.told_no
    GROUP BY finer_no
),

rounded AS (
    SELECT DISTINCT coarser_no AS told_no
    FROM meets
    JOIN told ON finer_no = told.told_no
    WHERE finer_no <> coarser_no AND NOT is_doubtful
),

-- The value that most independent sources state; one that is in doubt only where no other is stated, and none
-- that is another, rounded.
best AS (
    SELECT told.*
    FROM told
    JOIN support USING (told_no)
    LEFT JOIN rounded USING (told_no)
    QUALIFY row_number() OVER (
        PARTITION BY observation_id, aspect
        ORDER BY
            is_doubtful, bound <> 'exact', rounded.told_no IS NOT NULL, sure_sources DESC, sources DESC,
            precision DESC, newest_at DESC, compared_as, millionths
    ) = 1
),

-- What agrees with the best value: as such or rounded; of what is a source's own rounding, as its finer value does.
at_one AS (
    SELECT best.told_no, other_no, source_id
    FROM best
    JOIN agreeing USING (told_no)
    JOIN backers ON other_no = backers.told_no
    UNION
    SELECT best.told_no, shortened.told_no, source_id
    FROM best
    JOIN agreeing USING (told_no)
    JOIN shortened ON other_no = finer_no
    SEMI JOIN backers ON finer_no = backers.told_no AND shortened.source_id = backers.source_id
),

judged AS (
    SELECT
        n.*,
        CASE
            WHEN at_one.told_no IS NOT NULL THEN 'agrees'
            WHEN n.compared_as <> best.compared_as THEN 'not_compared'
            WHEN n.bound = 'at_most' AND (best.bound = 'at_most' OR best.millionths <= n.millionths) THEN 'fits'
            WHEN best.bound = 'at_most' AND n.millionths <= best.millionths THEN 'fits'
            WHEN n.is_doubtful AND NOT best.is_doubtful THEN 'doubtful'
            ELSE 'differs'
        END AS standing,
        n.told_no = best.told_no AND row_number() OVER (
            PARTITION BY n.told_no ORDER BY n.is_doubtful, told_at, evidence_id
        ) = 1 AS is_chosen
    FROM numbered n
    JOIN best ON n.observation_id = best.observation_id AND n.aspect = best.aspect
    LEFT JOIN at_one ON best.told_no = at_one.told_no AND n.told_no = other_no AND n.source_id = at_one.source_id
),

-- The levels that changes are held against: by observation, a score, a rank and a regional rank.
levels AS (
    SELECT
        observation_id, aspect, any_value(compared_as) FILTER (is_chosen) AS compared_as,
        any_value(millionths) FILTER (is_chosen) AS millionths,
        any_value([100000000, 10000000, 1000000, 100000, 10000, 1000, 100, 10, 1][decimals + 3]) FILTER (is_chosen) AS grain,
        any_value(full_mark) FILTER (is_chosen) AS full_mark,
        any_value(bound) FILTER (is_chosen) AS bound,
        bool_or(standing = 'differs') AS is_disputed
    FROM judged
    WHERE aspect IN ('score', 'rank', 'regional_rank')
    GROUP BY observation_id, aspect
),

held AS (
    SELECT
        c.evidence_id, level.aspect, c.is_score,
        earlier.millionths IS NULL AND level.bound = 'exact' AND merged.name IS NULL
            AND (c.compared_as = level.compared_as OR NOT c.is_score) AS is_previous_implied,
        level.millionths - if(c.is_score, 1, -1) * c.millionths AS implied,
        level.compared_as = earlier.compared_as AND level.bound = 'exact' AND earlier.bound = 'exact'
            AND coalesce(level.full_mark = earlier.full_mark, TRUE) AND merged.name IS NULL
            AND (c.unit = 'percent' OR c.compared_as = level.compared_as OR NOT c.is_score) AS is_comparable,
        level.is_disputed OR earlier.is_disputed AS is_disputed,
        CASE
            WHEN NOT c.is_score THEN earlier.millionths - level.millionths = c.millionths
            ELSE (c.compared_as = level.compared_as
                    AND abs(level.millionths - earlier.millionths - c.millionths) <= 1.5 * greatest(level.grain, earlier.grain, c.grain))
                OR (c.unit = 'percent' AND abs((level.millionths - earlier.millionths) / earlier.millionths * 100000000
                    - c.millionths) <= 1.5 * greatest(level.grain, earlier.grain, c.grain))
        END AS is_fitting
    FROM (
        SELECT *, [100000000, 10000000, 1000000, 100000, 10000, 1000, 100, 10, 1][decimals + 3] AS grain
        FROM judged
        WHERE aspect IN ('score_change', 'rank_change')
    ) c
    JOIN levels level ON c.observation_id = level.observation_id AND c.is_score = (level.aspect = 'score')
    LEFT JOIN levels earlier ON c.previous_observation_id = earlier.observation_id AND level.aspect = earlier.aspect
    -- In the year of its merger a province, and what is of it, became another territory under the same name.
    LEFT JOIN provinces merged
        ON c.subject_province = merged.name AND len(merged.merged_from) > 0 AND c.year = year(merged.existed_from_on)
),

-- A move of places may be one in the country or one in the region.
checks AS (
    SELECT
        evidence_id,
        CASE
            WHEN bool_or(is_comparable AND is_fitting) THEN 'agrees'
            WHEN bool_or(is_comparable AND NOT is_disputed AND aspect <> 'regional_rank') THEN 'contradicts'
        END AS level_check,
        max(implied) FILTER (is_previous_implied AND aspect <> 'regional_rank') AS implied
    FROM held
    GROUP BY evidence_id
)

SELECT
    evidence_id, observation_id, previous_observation_id, aspect, article_id, source_id, subject_province, compared_as,
    CASE WHEN aspect <> 'group' THEN (millionths::DECIMAL(38,6) * 0.000001)::DECIMAL(18,6) END AS common_value,
    decimals, CASE WHEN is_score THEN full_mark END AS full_mark, is_doubtful, standing, is_chosen,
    CASE WHEN aspect IN ('score_change', 'rank_change') THEN coalesce(level_check, 'unchecked') END AS level_check,
    try_cast(implied::DECIMAL(38,6) * 0.000001 AS DECIMAL(18,6)) AS implied_previous_value
FROM judged
LEFT JOIN checks USING (evidence_id);
