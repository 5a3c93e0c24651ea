-- Official documents that current articles cite by their whole sign: one row per sign, year and type.
-- sign: Number-and-sign in capitals, with plain hyphens.
-- issued_on: Day of issue, where any mention gives it.
-- mention_count: Mentions in current articles.
-- article_count: Articles that cite it.
-- first_cited_at: When a page citing it was first fetched.
SELECT
    upper(replace(symbol, '–', '-')) AS sign, year, doc_type,
    max(issued_on) AS issued_on,
    mode(issuer) AS issuer,
    count(*) AS mention_count,
    count(DISTINCT article_id) AS article_count,
    min(directives.first_seen_at) AS first_cited_at
FROM directives
JOIN articles USING (article_id, version_id)
WHERE symbol IS NOT NULL
GROUP BY sign, year, doc_type;
