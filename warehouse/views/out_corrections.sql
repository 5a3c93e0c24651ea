-- Corrections that the operator declared, each with whether it holds and what the pages say.
-- stated_values: Values that the facts it names state in the current versions of their pages.
-- urls: Addresses of the articles of those facts.
WITH named AS (
    SELECT
        correction_id, list(DISTINCT facts.value ORDER BY facts.value) AS stated_values,
        list(DISTINCT articles.url ORDER BY articles.url) AS urls
    FROM (SELECT correction_id, unnest(evidence_ids) AS evidence_id FROM correction_states) of_correction
    JOIN out_facts_history facts ON of_correction.evidence_id = facts.evidence_id
    JOIN articles ON facts.article_id = articles.article_id
    GROUP BY correction_id
)

SELECT
    corrections.correction_id, state, state_reason, kind, url, evidence_id, quote, wrong, action, corrected_value,
    reason, source, declared_by, declared_on, expires_on, evidence_ids,
    coalesce(stated_values, []) AS stated_values, coalesce(urls, []) AS urls
FROM corrections
LEFT JOIN correction_states ON corrections.correction_id = correction_states.correction_id
LEFT JOIN named ON corrections.correction_id = named.correction_id;
