-- Official documents that current articles cite by their whole sign: one row per sign, year and type, and per province where the issuer is no central body.
-- sign: Number-and-sign as most often written.
-- province: Province whose document it is: that of the citing portal; empty for documents of central bodies.
-- issued_on: Day of issue, where any mention gives it.
-- mention_count: Mentions in current articles.
-- article_count: Articles that cite it.
-- first_cited_at: When a page citing it was first fetched.
WITH mentions AS (
    SELECT
        d.*,
        upper(replace(regexp_replace(symbol, '\s', '', 'g'), '–', '-')) AS folded,
        coalesce(p.province, p.portal_id) AS citing
    FROM directives d
    JOIN articles a USING (article_id, version_id)
    JOIN portals p ON p.portal_id = a.portal_id
    WHERE symbol IS NOT NULL
),

-- The two patterns are CENTRAL and LOCAL of warehouse/tables/signs.py.
placed AS (
    SELECT
        *,
        CASE WHEN NOT regexp_matches(folded, '(^|[-/.])(CP|TTG|TTCP|VPCP|CTN|VPCTN|QH[0-9]+|VPQH|UBTVQH[0-9]*|TANDTC|VKSNDTC|KTNN|NHNN|MTTW|[A-ZĐƯ]*TW[A-ZĐƯ]*|HĐBC|BNV|BTC|BTP|BCA|BQP|BNG|BCT|BXD|BYT|BTTTT|BKHCN|BKHĐT|BKH|BGDĐT|BGDDT|BGTVT|BTNMT|BNNMT|BNNPTNT|BNN|BLĐTBXH|BLDTBXH|BVHTTDL|BDTTG|UBDT)($|[-/.])')
            OR regexp_matches(folded, '(^|[-/.])(UBNN?D|UB|HĐND|HDND|VPUBND|VPHĐND|TU|TƯ|TỈNHỦY|HU|ĐU|BCĐ|BCH|S[A-ZĐƯ]+)($|[-/.])')
            THEN citing END AS province
    FROM mentions
)

SELECT
    mode(symbol ORDER BY symbol) AS sign, year, doc_type, province,
    max(issued_on) AS issued_on,
    mode(issuer ORDER BY issuer) AS issuer,
    count(*) AS mention_count,
    count(DISTINCT article_id) AS article_count,
    min(first_seen_at) AS first_cited_at
FROM placed
GROUP BY folded, year, doc_type, province;
