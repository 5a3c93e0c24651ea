-- One row per fact of any kind, over all versions of all articles.
-- is_current: Whether the fact stands in the current version of its article.
-- kind: Kind of the fact: score, rank, date, directive, quantity, person or assignment.
-- value: The value as text: 88.66 of a score or quantity, 15 of a rank, the group's name, the ISO date, the document's sign, the person's title, the agency that got the task.
-- unit: Unit of the value of a score (point or percent) or a quantity (as written); empty for other kinds.
-- value_kind: Of a score or rank: level, the value itself; change, a signed change of it or difference to another; group, a group of places. Empty for other kinds.
-- page_no: Of a fact in a file, the number of the page (of a workbook, the sheet) it begins on, from 1.
-- last_seen_at: When the version that states the fact was last fetched.
-- corrected_value: The right value, where an active correction gives one (see out_corrections); value stays as stated.
-- is_dropped: Whether an active correction says that the fact is not to be used.
WITH every_fact AS (
    SELECT
        evidence_id, fact_key, 'score' AS kind, article_id, version_id, start_offset, end_offset, quote,
        rtrim(rtrim(value::VARCHAR, '0'), '.') AS value, unit, value_kind,
        indicator, component, period, subject, status, flags, sentence, rule, extractor_version, run_id, first_seen_at
    FROM scores
    UNION ALL
    SELECT
        evidence_id, fact_key, 'rank', article_id, version_id, start_offset, end_offset, quote,
        coalesce(rank::VARCHAR, group_name), NULL, rank_kind,
        indicator, component, period, subject, status, flags, sentence, rule, extractor_version, run_id, first_seen_at
    FROM ranks
    UNION ALL
    SELECT
        evidence_id, fact_key, 'date', article_id, version_id, start_offset, end_offset, quote,
        date_value, NULL, NULL,
        NULL, NULL, NULL, NULL, NULL, flags, sentence, rule, extractor_version, run_id, first_seen_at
    FROM dates
    UNION ALL
    SELECT
        evidence_id, fact_key, 'directive', article_id, version_id, start_offset, end_offset, quote,
        coalesce(symbol, number), NULL, NULL,
        NULL, NULL, NULL, NULL, NULL, flags, sentence, rule, extractor_version, run_id, first_seen_at
    FROM directives
    UNION ALL
    SELECT
        evidence_id, fact_key, 'quantity', article_id, version_id, start_offset, end_offset, quote,
        rtrim(rtrim(value::VARCHAR, '0'), '.'), unit, NULL,
        NULL, NULL, NULL, NULL, status, flags, sentence, rule, extractor_version, run_id, first_seen_at
    FROM quantities
    UNION ALL
    SELECT
        evidence_id, fact_key, 'person', article_id, version_id, start_offset, end_offset, quote,
        person_title, NULL, NULL,
        NULL, NULL, NULL, NULL, NULL, flags, sentence, rule, extractor_version, run_id, first_seen_at
    FROM persons
    UNION ALL
    SELECT
        evidence_id, fact_key, 'assignment', article_id, version_id, start_offset, end_offset, quote,
        assignee, NULL, NULL,
        NULL, NULL, NULL, NULL, NULL, flags, sentence, rule, extractor_version, run_id, first_seen_at
    FROM assignments
)

SELECT
    every_fact.*, articles.version_id IS NOT NULL AS is_current,
    nullif(len(list_filter(article_versions.page_starts, lambda start: start <= start_offset)), 0) AS page_no,
    article_versions.last_seen_at,
    corrected_value, coalesce(action = 'drop', FALSE) AS is_dropped
FROM every_fact
-- By article too: who asks for the facts of one reads few rows of either table.
LEFT JOIN article_versions
    ON every_fact.article_id = article_versions.article_id AND every_fact.version_id = article_versions.version_id
LEFT JOIN corrected_facts ON every_fact.evidence_id = corrected_facts.evidence_id
LEFT JOIN articles
    ON every_fact.article_id = articles.article_id AND every_fact.version_id = articles.version_id;
