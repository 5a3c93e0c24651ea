"""Which document each mention of a sign means, and which document mentions it.

A sign names one document a year: of a central body in the country, of any other in its province. All steps
are joins and windows over the mentions, so that the work grows with them.
"""

# The statement is put together from the constants below and those of the signs, never from a user's words.
# ruff: noqa: S608

from typing import TYPE_CHECKING

from warehouse.tables.signs import CENTRAL, LOCAL

if TYPE_CHECKING:
    from warehouse.connection import Connection

#: A sign without what typists vary: as ``pipelines.identity`` folds it, and zeros before the number, and the
#: Đ that foreign keyboards lack where no other sign is meant (HĐ and HD are two).
_FOLDED = (
    "regexp_replace(regexp_replace(regexp_replace("
    r"upper(regexp_replace(translate(symbol, '–—‑−', '----'), '\s', '', 'g')), "
    r"'^0+([0-9])', '\1'), '([-/])(Q|N)D($|[-/])', '\1\2Đ\3'), 'HDND', 'HĐND', 'g')"
)
_NUMBER = r"regexp_replace(number, '^0+([0-9])', '\1')"
#: The day in Vietnam, without the zone tables that not every client has.
_YEAR_TOLD = "year(make_timestamp(epoch_us(coalesce(a.published_at, a.first_seen_at)) + 25200000000))"
_LISTED_DAY = "make_timestamp(epoch_us(a.published_at) + 25200000000)::DATE"
#: A document's own sign stands in its head («Số: 1847/UBND-KGVX»), or in its cell of a list.
_HEAD = 1000
#: How long plans of a province are cited without their year.
_YEARS_CITED = 5

_FILL = f"""
INSERT INTO citations BY NAME
WITH names AS (
    SELECT DISTINCT name, unnest(list_concat([name, official_name], aliases)) AS written FROM provinces
),

-- Whose an issuer is by its own words: «UBND tỉnh Sơn La». Two names tell nothing.
issuers AS (
    SELECT issuer, min(name) AS province
    FROM (SELECT DISTINCT issuer FROM directives WHERE issuer IS NOT NULL)
    JOIN names ON contains(lower(issuer), lower(written))
    GROUP BY issuer
    HAVING count(DISTINCT name) = 1
),

mentions AS (
    SELECT
        evidence_id, d.article_id, d.start_offset, d.doc_type, {_NUMBER} AS number, {_FOLDED} AS sign,
        a.kind = 'document' AND a.published_source = 'document' AS is_listed, a.published_at,
        {_YEAR_TOLD} AS year_told,
        coalesce(issuers.province, a.province, portals.province, a.portal_id) AS place,
        CASE WHEN NOT list_contains(d.flags, 'year_out_of_range')
            THEN coalesce(d.year, year(d.issued_on)) END AS year,
        CASE WHEN is_listed THEN year({_LISTED_DAY}) END AS year_listed,
        a.kind <> 'news' AND symbol IS NOT NULL AND d.start_offset = d.sentence_start
            AND d.start_offset < {_HEAD} AND starts_with(lower(d.quote), 'số') AS is_head
    FROM directives d
    ANTI JOIN (FROM corrected_facts WHERE action = 'drop') dropped ON d.evidence_id = dropped.evidence_id
    JOIN articles a USING (article_id, version_id)
    LEFT JOIN portals ON a.portal_id = portals.portal_id
    LEFT JOIN issuers ON d.issuer = issuers.issuer
),

heads AS (
    SELECT first(evidence_id ORDER BY start_offset, evidence_id) AS evidence_id, TRUE AS is_own_sign
    FROM mentions
    WHERE is_head
    GROUP BY article_id
),

signed AS (
    SELECT
        evidence_id, article_id, start_offset, doc_type, number, sign, year_told,
        regexp_matches(sign, '{CENTRAL}') AND NOT regexp_matches(sign, '{LOCAL}') AS is_central,
        CASE WHEN NOT is_central THEN place END AS province,
        coalesce(heads.is_own_sign, FALSE) AS is_own_sign,
        coalesce(year, CASE WHEN heads.is_own_sign THEN year_listed END) AS year
    FROM mentions
    LEFT JOIN heads USING (evidence_id)
    WHERE sign IS NOT NULL
),

years_in_article AS (
    SELECT
        article_id, sign, province, count(DISTINCT year)::INTEGER AS candidate_count,
        if(candidate_count = 1, min(year), NULL) AS year
    FROM signed
    WHERE year IS NOT NULL
    GROUP BY article_id, sign, province
),

known_years AS (SELECT DISTINCT sign, province, year FROM signed WHERE year IS NOT NULL),

-- The years known of a sign that an article of its year can mean. One is meant, of several none is chosen.
years_possible AS (
    SELECT
        asked.sign, asked.province, year_told, count(*)::INTEGER AS candidate_count,
        if(count(*) = 1, min(known_years.year), NULL) AS year
    FROM (SELECT DISTINCT sign, province, year_told, is_central FROM signed WHERE year IS NULL) asked
    JOIN known_years
        ON asked.sign = known_years.sign AND asked.province IS NOT DISTINCT FROM known_years.province
        AND known_years.year <= year_told AND (is_central OR known_years.year >= year_told - {_YEARS_CITED})
    GROUP BY asked.sign, asked.province, year_told
),

dated AS (
    SELECT
        signed.* EXCLUDE (year),
        coalesce(signed.year, if(near.sign IS NULL, far.year, near.year)) AS year,
        signed.year IS NULL AND if(near.sign IS NULL, far.year, near.year) IS NOT NULL AS is_year_inferred,
        if(signed.year IS NULL, coalesce(near.candidate_count, far.candidate_count, 1), 1) AS candidate_count
    FROM signed
    LEFT JOIN years_in_article near
        ON signed.article_id = near.article_id AND signed.sign = near.sign
        AND signed.province IS NOT DISTINCT FROM near.province
    LEFT JOIN years_possible far
        ON signed.sign = far.sign AND signed.province IS NOT DISTINCT FROM far.province
        AND signed.year_told = far.year_told
),

-- The document of an article that a bare number of that type can mean: the only one it names by its sign.
named AS (
    SELECT
        article_id, doc_type, number, min(sign) AS sign, min(province) AS province, min(year) AS year,
        min(candidate_count) AS candidate_count
    FROM (SELECT DISTINCT article_id, doc_type, number, sign, province, year, candidate_count FROM dated)
    GROUP BY article_id, doc_type, number
    HAVING count(*) = 1
),

meant AS (
    SELECT
        evidence_id, article_id, start_offset, sign, province, year, candidate_count, is_own_sign,
        is_year_inferred, FALSE AS is_sign_inferred
    FROM dated
    UNION ALL
    SELECT
        evidence_id, bare.article_id, start_offset, named.sign, named.province, named.year,
        named.candidate_count, FALSE, bare.year IS NULL AND named.year IS NOT NULL, TRUE
    FROM mentions bare
    JOIN named
        ON bare.article_id = named.article_id AND bare.doc_type = named.doc_type
        AND bare.number = named.number AND coalesce(bare.year = named.year, TRUE)
    WHERE bare.sign IS NULL
),

identified AS (
    SELECT
        *,
        CASE WHEN candidate_count = 1 THEN left(
            sha256(concat_ws(chr(31), sign, coalesce(year::VARCHAR, ''), coalesce(province, ''))), 16
        ) END AS document_id
    FROM meant
),

own AS (SELECT article_id, document_id FROM identified WHERE is_own_sign),

-- A file without a sign of its own is part of the document whose row offers it.
own_of AS (
    FROM own
    UNION ALL
    SELECT files.article_id, own.document_id
    FROM articles files
    JOIN articles rows ON files.parent_article_id = rows.article_id AND rows.kind = 'document'
    JOIN own ON rows.article_id = own.article_id
    WHERE files.article_id NOT IN (SELECT article_id FROM own)
)

SELECT
    evidence_id, identified.document_id, candidate_count, identified.article_id, sign AS folded_sign, year,
    province, is_own_sign OR coalesce(identified.document_id = own_of.document_id, FALSE) AS is_own,
    own_of.document_id AS citing_document_id,
    row_number() OVER (
        PARTITION BY identified.article_id, sign, year, province ORDER BY start_offset, evidence_id
    ) AS mention_no,
    is_year_inferred, is_sign_inferred
FROM identified
LEFT JOIN own_of USING (article_id)
"""


def fill_citations(con: "Connection") -> None:
    """Fill the emptied table ``citations``."""
    con.execute(_FILL)
