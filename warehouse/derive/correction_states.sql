-- Whether each correction holds on the day of the newest run in Vietnam, and of which facts of current versions. A fact is looked up where it was
-- declared to be, and again in the current version of its article by kind and words: a page edited elsewhere still
-- says what it said. A group of places is corrected by a name, a place by a number: no other fact is meant.
WITH newest AS (SELECT make_timestamp(epoch_us(max(started_at)) + 25200000000)::DATE AS run_on FROM runs),

named AS (
    SELECT
        corrections.correction_id, facts.kind, facts.article_id, facts.quote, facts.fact_key,
        if(facts.is_current, facts.evidence_id, NULL) AS evidence_id
    FROM corrections
    JOIN out_facts_history facts ON corrections.evidence_id = facts.evidence_id AND corrections.kind = facts.kind
    WHERE corrections.action = 'drop' OR corrections.kind <> 'rank'
        OR (value_kind = 'group') <> regexp_full_match(corrections.corrected_value, '-?[0-9]+')
    UNION ALL
    SELECT DISTINCT corrections.correction_id, facts.kind, facts.article_id, facts.quote, facts.fact_key, NULL
    FROM corrections
    JOIN articles ON corrections.url = articles.url
    JOIN out_facts_history facts
        ON articles.article_id = facts.article_id AND corrections.kind = facts.kind AND corrections.quote = facts.quote
    WHERE corrections.action = 'drop' OR corrections.kind <> 'rank'
        OR (value_kind = 'group') <> regexp_full_match(corrections.corrected_value, '-?[0-9]+')
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
            WHEN found.correction_id IS NULL
                THEN if(restated.correction_id IS NULL, 'not_current', 'source_corrected')
            WHEN len(list_filter(stated_values, lambda stated: stated IS DISTINCT FROM corrected_value)) = 0
                THEN 'read_as_corrected'
        END AS state_reason,
        coalesce(evidence_ids, []) AS evidence_ids
    FROM corrections
    CROSS JOIN newest
    LEFT JOIN found USING (correction_id)
    LEFT JOIN restated USING (correction_id)
)

SELECT
    correction_id, state_reason, evidence_ids,
    CASE WHEN state_reason IS NULL THEN 'active' WHEN state_reason = 'no_such_fact' THEN 'unmatched' ELSE 'expired' END
        AS state
FROM judged;
