-- Whether each correction holds on the day of the newest run in Vietnam, and of which facts of current versions. A fact
-- is looked up by address, kind and words in all versions, and again in the current one by kind, words and what it is
-- about: a page edited elsewhere still says what it said. An id picks one of several facts; it is gone once the page is
-- read anew, and then the words must be of one fact. A group of places is corrected by a name, a place by a number.
WITH newest AS (SELECT make_timestamp(epoch_us(max(started_at)) + 25200000000)::DATE AS run_on FROM runs),

candidates AS (
    SELECT
        corrections.correction_id, corrections.evidence_id AS wanted_id, facts.kind, facts.article_id, facts.quote,
        facts.fact_key, facts.evidence_id, facts.is_current
    FROM corrections
    JOIN articles ON corrections.url = articles.url
    JOIN out_facts_history facts
        ON articles.article_id = facts.article_id AND corrections.kind = facts.kind AND corrections.quote = facts.quote
    WHERE corrections.action = 'drop' OR corrections.kind <> 'rank'
        OR (value_kind = 'group') <> regexp_full_match(corrections.corrected_value, '-?[0-9]+')
),

picked AS (FROM candidates WHERE evidence_id = wanted_id),

named AS (
    SELECT correction_id, kind, article_id, quote, fact_key, if(is_current, evidence_id, NULL) AS evidence_id
    FROM picked
    UNION ALL
    SELECT DISTINCT correction_id, kind, article_id, quote, fact_key, NULL
    FROM candidates
    ANTI JOIN picked USING (correction_id)
),

present AS (
    SELECT DISTINCT named.correction_id, facts.evidence_id, facts.value
    FROM named
    JOIN out_facts_history facts
        ON named.article_id = facts.article_id AND named.kind = facts.kind AND named.quote = facts.quote
        AND named.fact_key = facts.fact_key
    WHERE facts.is_current AND coalesce(named.evidence_id = facts.evidence_id, TRUE)
),

-- What the article says now of the same thing, in whatever words.
restated AS (
    SELECT DISTINCT corrections.correction_id
    FROM corrections
    JOIN named USING (correction_id)
    JOIN out_facts_history facts
        ON named.article_id = facts.article_id AND named.kind = facts.kind AND named.fact_key = facts.fact_key
    WHERE facts.is_current AND facts.value = corrections.corrected_value
),

found AS (
    SELECT
        correction_id, list(evidence_id ORDER BY evidence_id) AS evidence_ids, list(value) AS stated_values
    FROM present
    GROUP BY correction_id
),

judged AS (
    SELECT
        correction_id,
        CASE
            WHEN expires_on < run_on THEN 'day_passed'
            WHEN correction_id NOT IN (SELECT correction_id FROM named) THEN 'no_such_fact'
            WHEN wanted_id_is_gone AND len(evidence_ids) > 1 THEN 'several_facts'
            WHEN found.correction_id IS NULL
                THEN if(restated.correction_id IS NULL, 'not_current', 'source_corrected')
            WHEN len(list_filter(stated_values, lambda stated: stated IS DISTINCT FROM corrected_value)) = 0
                THEN 'read_as_corrected'
        END AS state_reason,
        coalesce(evidence_ids, []) AS evidence_ids
    FROM (
        SELECT *, evidence_id IS NOT NULL AND correction_id NOT IN (SELECT correction_id FROM picked) AS wanted_id_is_gone
        FROM corrections
    ) corrections
    CROSS JOIN newest
    LEFT JOIN found USING (correction_id)
    LEFT JOIN restated USING (correction_id)
)

SELECT
    correction_id, state_reason, evidence_ids,
    CASE
        WHEN state_reason IS NULL THEN 'active'
        WHEN state_reason IN ('no_such_fact', 'several_facts') THEN 'unmatched'
        ELSE 'expired'
    END AS state
FROM judged;
