-- Reached scores of an index by subject and year, from current articles: one row per stated value.
-- year: Year of the period.
-- value: The value. Unit: see unit.
-- unit: Unit of the value. One of: point, percent.
-- article_count: Articles that state this value.
-- evidence_ids: The facts behind the row, for `gat explain`.
SELECT
    indicator, component, subject, try_cast(left(period, 4) AS INTEGER) AS year, value, unit, scale_max,
    count(DISTINCT article_id) AS article_count,
    list(evidence_id ORDER BY scores.first_seen_at, evidence_id) AS evidence_ids
FROM scores
JOIN articles USING (article_id, version_id)
WHERE value_kind = 'level' AND status = 'actual' AND indicator IS NOT NULL AND period IS NOT NULL
GROUP BY indicator, component, subject, year, value, unit, scale_max;
