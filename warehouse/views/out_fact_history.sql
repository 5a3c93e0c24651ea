-- When each value of a fact appeared in an article and when it vanished: one row per article, fact and value, over all versions.
-- kind: Kind of the fact: score, rank, date, directive, quantity, person or assignment.
-- value: The value as text, as the page states it: see out_facts_history.
-- unit: Unit of the value of a score (point or percent) or a quantity (as written); empty for other kinds.
-- value_kind: Of a score or rank: level, the value itself; change, a signed change of it or difference to another; group, a group of places. Empty for other kinds.
-- quote: The words that carry the value, as the latest of these versions has them first.
-- first_seen_at: When the first version that states the value was first fetched.
-- last_seen_at: When the last version that states the value was last fetched.
-- vanished_at: When a later version without the value was first fetched (of a page edited back, when that was last fetched); empty while the current version states it.
-- first_version_no: Number of the first version that states the value, see article_versions.
-- last_version_no: Number of the last version that states the value, see article_versions.
-- version_count: How many versions of the article state the value. Unit: versions.
-- is_current: Whether the current version of the article states the value.
-- evidence_ids: The facts, one or more of each version, see out_facts_history.
WITH stated AS (
    SELECT
        facts.article_id, facts.kind, fact_key, value, unit, value_kind,
        arg_max(quote, (version_no, -start_offset, evidence_id)) AS quote,
        any_value(indicator) AS indicator, min(component) AS component, any_value(period) AS period,
        any_value(subject) AS subject, any_value(status) AS status,
        min(facts.first_seen_at) AS first_seen_at, max(facts.last_seen_at) AS last_seen_at,
        min(version_no) AS first_version_no, max(version_no) AS last_version_no,
        count(DISTINCT facts.version_id) AS version_count, bool_or(is_current) AS is_current,
        list(evidence_id ORDER BY version_no, start_offset, evidence_id) AS evidence_ids
    FROM out_facts_history facts
    JOIN article_versions ON facts.version_id = article_versions.version_id
    GROUP BY facts.article_id, facts.kind, fact_key, value, unit, value_kind
)

SELECT
    stated.article_id, articles.portal_id, articles.url, articles.title, stated.kind, fact_key,
    indicator, component, period, subject, status, value, unit, value_kind, quote,
    stated.first_seen_at, stated.last_seen_at,
    CASE WHEN NOT is_current THEN coalesce(next_version.first_seen_at, articles.last_seen_at) END AS vanished_at,
    first_version_no, last_version_no, stated.version_count, is_current, evidence_ids
FROM stated
JOIN articles ON stated.article_id = articles.article_id
LEFT JOIN article_versions next_version
    ON stated.article_id = next_version.article_id AND last_version_no + 1 = next_version.version_no;
