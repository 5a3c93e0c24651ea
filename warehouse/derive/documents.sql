-- Each document once, from its mentions. Which document a mention means: see citations.
WITH mentions AS (
    SELECT
        citations.*, d.symbol, d.number, d.doc_type, d.issuer, d.issued_on, d.first_seen_at, d.start_offset,
        a.kind, a.title, a.published_at, a.first_seen_at AS article_seen_at, source_id,
        CASE WHEN is_own AND a.published_source = 'document'
            THEN make_timestamp(epoch_us(a.published_at) + 25200000000)::DATE END AS listed_on
    FROM citations
    JOIN directives d USING (evidence_id)
    JOIN articles a ON citations.article_id = a.article_id
    LEFT JOIN sources ON citations.article_id = sources.article_id
    WHERE document_id IS NOT NULL
)

SELECT
    document_id,
    mode(symbol ORDER BY symbol) AS sign,
    mode(number ORDER BY number) AS number,
    mode(doc_type ORDER BY doc_type) AS doc_type,
    any_value(year) AS year,
    coalesce(
        min(listed_on),
        min(issued_on) FILTER (is_own AND year(issued_on) = year AND mention_no = 1),
        mode(issued_on ORDER BY issued_on) FILTER (year(issued_on) = year)
    ) AS issued_on,
    coalesce(
        min(issuer) FILTER (is_own AND mention_no = 1),
        mode(issuer ORDER BY issuer)
    ) AS issuer,
    any_value(province) IS NULL AS is_central,
    any_value(province) AS province,
    first(title ORDER BY kind, article_seen_at, article_id) FILTER (is_own) AS title,
    first(article_id ORDER BY kind, article_seen_at, article_id) FILTER (is_own) AS own_article_id,
    min(first_seen_at) FILTER (NOT is_own) AS first_cited_at,
    min(published_at) FILTER (NOT is_own) AS first_published_at,
    count(*) FILTER (NOT is_own) AS mention_count,
    count(DISTINCT article_id) FILTER (NOT is_own) AS article_count,
    count(DISTINCT coalesce(source_id, article_id)) FILTER (NOT is_own) AS source_count,
    list(evidence_id ORDER BY first_seen_at, article_id, start_offset, evidence_id) AS evidence_ids
FROM mentions
GROUP BY document_id;
