-- Reached places of subjects in the ordering of an index, from current articles: one row per stated place.
-- year: Year of the period.
-- out_of: How many were ranked, where written with it.
-- article_count: Articles that state this place.
-- evidence_ids: The facts behind the row, for `gat explain`.
SELECT
    indicator, component, try_cast(left(period, 4) AS INTEGER) AS year, subject, rank, bound, out_of, scope,
    count(DISTINCT article_id) AS article_count,
    list(evidence_id ORDER BY ranks.first_seen_at, evidence_id) AS evidence_ids
FROM ranks
JOIN articles USING (article_id, version_id)
WHERE rank_kind = 'level' AND status = 'actual' AND rank IS NOT NULL
    AND indicator IS NOT NULL AND period IS NOT NULL
GROUP BY indicator, component, year, subject, rank, bound, out_of, scope;
