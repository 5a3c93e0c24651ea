-- One row per fact of any kind, over all versions of all articles.
-- is_current: Whether the fact stands in the current version of its article.
-- kind: Kind of the fact: score, rank, date, directive, quantity, person or assignment.
-- value: The value as text: 88.66 of a score or quantity, 15 of a rank, the group's name, the ISO date, the document's sign, the person's title, the agency that got the task.
WITH every_fact AS (
    SELECT
        evidence_id, fact_key, 'score' AS kind, article_id, version_id, start_offset, end_offset, quote,
        rtrim(rtrim(value::VARCHAR, '0'), '.') AS value,
        indicator, component, period, subject, status, flags, sentence, rule, extractor_version, run_id, first_seen_at
    FROM scores
    UNION ALL
    SELECT
        evidence_id, fact_key, 'rank', article_id, version_id, start_offset, end_offset, quote,
        coalesce(rank::VARCHAR, group_name),
        indicator, component, period, subject, status, flags, sentence, rule, extractor_version, run_id, first_seen_at
    FROM ranks
    UNION ALL
    SELECT
        evidence_id, fact_key, 'date', article_id, version_id, start_offset, end_offset, quote,
        date_value,
        NULL, NULL, NULL, NULL, NULL, flags, sentence, rule, extractor_version, run_id, first_seen_at
    FROM dates
    UNION ALL
    SELECT
        evidence_id, fact_key, 'directive', article_id, version_id, start_offset, end_offset, quote,
        coalesce(symbol, number),
        NULL, NULL, NULL, NULL, NULL, flags, sentence, rule, extractor_version, run_id, first_seen_at
    FROM directives
    UNION ALL
    SELECT
        evidence_id, fact_key, 'quantity', article_id, version_id, start_offset, end_offset, quote,
        rtrim(rtrim(value::VARCHAR, '0'), '.'),
        NULL, NULL, NULL, NULL, status, flags, sentence, rule, extractor_version, run_id, first_seen_at
    FROM quantities
    UNION ALL
    SELECT
        evidence_id, fact_key, 'person', article_id, version_id, start_offset, end_offset, quote,
        person_title,
        NULL, NULL, NULL, NULL, NULL, flags, sentence, rule, extractor_version, run_id, first_seen_at
    FROM persons
    UNION ALL
    SELECT
        evidence_id, fact_key, 'assignment', article_id, version_id, start_offset, end_offset, quote,
        assignee,
        NULL, NULL, NULL, NULL, NULL, flags, sentence, rule, extractor_version, run_id, first_seen_at
    FROM assignments
)

SELECT every_fact.*, articles.version_id IS NOT NULL AS is_current
FROM every_fact
LEFT JOIN articles
    ON every_fact.article_id = articles.article_id AND every_fact.version_id = articles.version_id;
