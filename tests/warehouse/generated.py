"""A warehouse of any size, made inside the database: articles of twenty facts, spread as on real portals.

An article has ten sentences of 140 characters in which its facts truly stand. Provinces, indices, years,
signs and words vary by a hash of its number; one article in 20 is a reprint of another, one in 50 was edited.
"""

from collections.abc import Iterator

from tests.warehouse import batches
from warehouse.connection import Connection, open_memory
from warehouse.load import load_batch
from warehouse.tables import BY_NAME, FACT_TABLES

FACTS_PER_ARTICLE = 20
#: How many articles are made at a time, so that memory stays flat.
_AT_ONCE = 50_000
_PHRASE_COUNT = 20_000

_WORDS = (
    "cải cách hành chính chỉ số thủ tục hồ sơ trực tuyến dịch vụ công phường xã huyện thành phố lãnh đạo "
    "kế hoạch nhiệm vụ giải pháp người dân doanh nghiệp chuyển đổi số hạ tầng dữ liệu báo cáo kết quả thực "
    "hiện quyết liệt hiệu quả trách nhiệm công chức viên chức hài lòng minh bạch đất đai đầu tư xây dựng "
    "nông thôn mới giảm nghèo giáo dục y tế văn hóa du lịch môi trường ngân sách tỷ lệ giải ngân tháng quý"
)
#: Phrases that sentences end with.
_PHRASES = f"""
CREATE OR REPLACE TEMP TABLE phrases AS
SELECT number, array_to_string(list_transform(
    range(40), lambda place: words[1 + (hash(number, place) % len(words))::INTEGER]
), ' ') AS phrase
FROM (SELECT string_split('{_WORDS}', ' ') AS words), range({_PHRASE_COUNT}) t(number)
"""
#: What else the articles draw from, in one row.
_POOL = """
CREATE OR REPLACE TEMP TABLE pool AS
SELECT
    (SELECT list({'id': province_id, 'name': name} ORDER BY province_id)
        FROM provinces WHERE existed_to_on IS NOT NULL) AS places,
    (SELECT list(name ORDER BY name) FROM agencies WHERE level = 'department') AS agencies,
    ['PAR_INDEX', 'PAPI', 'PCI', 'SIPAS', 'DTI'] AS indicators
"""
_PORTALS = """
INSERT INTO portals
SELECT place.id, 'Cổng ' || place.name, place.name, 'vhv', 'http://' || place.id || '.test'
FROM (SELECT unnest(places) AS place FROM pool)
WHERE place.id NOT IN (SELECT portal_id FROM portals)
"""


def _draw(number: int, of: str | int) -> str:
    """Return SQL of a number from 0 to below ``of``: the draw ``number`` of article ``n``."""
    return f"(hash(n, {number}) % {of})::INTEGER"


_DRAWN = f"""
CREATE OR REPLACE TEMP TABLE drawn AS
SELECT
    n, places[1 + {_draw(1, "len(places)")}] AS place,
    struct_extract(place, 'name') AS province,
    indicators[1 + {_draw(2, 5)}] AS indicator, 2012 + {_draw(3, 14)} AS year, 1 + {_draw(4, 63)} AS position,
    ((5000 + {_draw(5, 4999)}) / 100)::DECIMAL(18, 6) AS score,
    CASE WHEN {_draw(6, 3)} > 0 THEN 'nội dung ' || {_draw(7, 20)} END AS component,
    1 + {_draw(8, 3000)} AS sign_no, 10 + {_draw(9, 90)} AS amount,
    agencies[1 + {_draw(10, "len(agencies)")}] AS agency,
    make_date(year, 1 + {_draw(11, 12)}, 1 + {_draw(12, 28)}) AS told_on,
    strftime(told_on, '%d/%m/%Y') AS told, rtrim(rtrim(score::VARCHAR, '0'), '.') || ' điểm' AS points,
    if({_draw(13, 20)} = 0, n - 1, n) AS worded_as
FROM pool, range(?, ?) r(n)
"""
#: What the sentences begin with.
_HEADS = (
    "'Năm ' || year || ', ' || coalesce(component, indicator) || ' của ' || province || ' đạt ' || points",
    "province || ' xếp thứ ' || position || '/63 cả nước với ' || points",
    "'Quyết định số ' || sign_no || '/QĐ-UBND ngày ' || told",
    "'Kế hoạch số ' || (sign_no + 1) || '/KH-UBND ngày ' || told",
    "'Bà Lê Thị Mai, Giám đốc ' || agency || ', cho biết có ' || amount || ' hồ sơ'",
    "'Đã giải quyết ' || (amount + 100) || ' hồ sơ, cấp ' || (amount + 200) || ' giấy phép'",
    "'Đến ngày ' || told || ' đã chi ' || (amount + 300) || ' tỷ đồng'",
    "'Giao ' || agency || ' báo cáo trước ngày ' || told",
    "'Công văn số ' || (sign_no + 2) || '/UBND-NC ngày ' || told",
    "'Ông Trần Văn Nam, Phó Giám đốc ' || agency || ', nêu ' || (amount + 400) || ' nhiệm vụ'",
)
_WIDTH = 140
_MADE = f"""
CREATE OR REPLACE TEMP TABLE made AS
WITH heads AS (
    SELECT n, unnest([{", ".join(_HEADS)}]) AS head, unnest(range({len(_HEADS)})) AS line
    FROM drawn
),

sentences AS (
    SELECT n, list(left(head || ', ' || phrase, {_WIDTH - 1}) || '.' ORDER BY line) AS lines
    FROM heads
    JOIN phrases ON (hash(n, line, 20) % {_PHRASE_COUNT})::BIGINT = number
    GROUP BY n
)

SELECT
    drawn.*, lines, left(md5('article ' || n), 16) AS article_id,
    left(md5('version ' || n), 16) AS version_id, left(md5('capture ' || n), 16) AS capture_id,
    'http://' || place.id || '.test/tin-tuc/bai-viet-so-' || n || '.html' AS url,
    make_timestamptz(2026, 1, 1, 2, 0, 0) + to_minutes(n // 100) AS seen_at
FROM drawn
JOIN sentences USING (n)
ORDER BY n
"""
_VERSIONS = """
SELECT
    if(is_old, left(md5('old ' || n), 16), version_id) AS version_id, article_id,
    if(n % 50 = 0 AND NOT is_old, 2, 1) AS version_no, place.id AS portal_id, 'news' AS kind,
    url[8:] AS url_key, url, lines[1] AS title, lines[1] AS lead,
    replace(array_to_string(lines, ' '), if(is_old, 'hồ sơ', ' '), if(is_old, 'bộ hồ sơ', ' ')) AS text,
    sha256(text) AS text_sha256, NULL AS author, told_on::TIMESTAMPTZ AS published_at,
    'meta' AS published_source, 'Tin tức' AS section,
    if(is_old, reverse(capture_id), capture_id) AS capture_id,
    'run-1' AS run_id, 'vhv' AS parser, '1' AS parser_version, '0.1.0' AS extractor_version,
    if(is_old, seen_at - INTERVAL 1 DAY, seen_at) AS first_seen_at, first_seen_at AS last_seen_at,
    'platform' AS read_by, province, NULL AS successor_province, NULL AS parent_article_id,
    NULL AS page_starts,
    list_transform(range(32), lambda bin: (hash(worded_as, bin, 7) >> 32)::UINTEGER) AS fingerprint
FROM made, (VALUES (FALSE), (TRUE)) t(is_old)
WHERE NOT is_old OR n % 50 = 0
"""
_ARTICLES = """
INSERT INTO articles BY NAME
SELECT
    * EXCLUDE (
        version_no, capture_id, run_id, parser, parser_version, extractor_version, read_by, fingerprint
    ) REPLACE (first_seen_at - to_days(version_no - 1) AS first_seen_at),
    version_no AS version_count
FROM article_versions
SEMI JOIN made USING (version_id)
"""
_CAPTURES = """
SELECT
    if(is_old, reverse(capture_id), capture_id) AS capture_id, 'run-1' AS run_id, place.id AS portal_id,
    url, url AS final_url, seen_at AS fetched_at, 200 AS http_status, 'text/html' AS content_type,
    sha256(capture_id) AS sha256, place.id || '/run-1.warc.gz' AS warc_file, n * 9000 AS warc_offset,
    8000 AS warc_length, 'live' AS source_kind
FROM made, (VALUES (FALSE), (TRUE)) t(is_old)
WHERE NOT is_old OR n % 50 = 0
"""
_ABOUT = {
    "indicator": "indicator",
    "component": "component",
    "period": "year::VARCHAR",
    "subject": "province",
    "status": "'actual'",
    "compared_with": "NULL",
}
_SCORE = {"value": "score", "unit": "'point'", "scale_max": "NULL", "value_kind": "'level'", **_ABOUT}
_RANK = {
    "rank": "position",
    "bound": "'exact'",
    "out_of": "63",
    "group_name": "NULL",
    "rank_kind": "'level'",
    "scope": "'cả nước'",
    **_ABOUT,
}
_YEAR = {"date_value": "year::VARCHAR", "grain": "'year'", "is_relative": "FALSE"}
_DAY = {"date_value": "told_on::VARCHAR", "grain": "'day'", "is_relative": "FALSE"}


def _document(kind: str, number: str, sign: str) -> tuple[str, dict[str, str]]:
    typed = {"doc_type": f"'{kind}'", "number": f"({number})::VARCHAR", "symbol": f"{number} || '/{sign}'"}
    typed |= {"year": "year", "issued_on": "told_on", "issuer": "NULL"}
    return f"'{kind} số ' || {number} || '/{sign}'", typed


def _amount(number: str, unit: str) -> tuple[str, dict[str, str]]:
    typed = {"value": number, "unit": f"'{unit}'", "out_of": "NULL", "of_what": f"'{unit}'"}
    return f"{number} || ' {unit}'", typed | {"status": "'actual'"}


def _person(name: str, title: str) -> tuple[str, dict[str, str]]:
    typed = {"person_name": f"'{name}'", "person_title": f"'{title} ' || agency", "organization": "agency"}
    return f"'{name}'", typed


_TASK = {"assignee": "agency", "cooperating": "[]::VARCHAR[]", "task": "'báo cáo'", "directive": "NULL"}
_TASK |= {"deadline": "told_on::VARCHAR"}
#: The facts by table: number of the sentence, SQL of the quote, and of the columns that only that table has.
_FACTS: dict[str, tuple[tuple[int, str, dict[str, str]], ...]] = {
    "scores": ((1, "points", _SCORE), (2, "points", _SCORE | {"component": "NULL"})),
    "ranks": ((2, "'xếp thứ ' || position || '/63'", _RANK | {"component": "NULL"}),),
    "dates": ((1, "'Năm ' || year", _YEAR), *((line, "'ngày ' || told", _DAY) for line in (3, 4, 7, 8, 9))),
    "directives": (
        (3, *_document("Quyết định", "sign_no", "QĐ-UBND")),
        (4, *_document("Kế hoạch", "(sign_no + 1)", "KH-UBND")),
        (9, *_document("Công văn", "(sign_no + 2)", "UBND-NC")),
    ),
    "quantities": (
        (5, *_amount("amount", "hồ sơ")),
        (6, *_amount("(amount + 100)", "hồ sơ")),
        (6, *_amount("(amount + 200)", "giấy phép")),
        (7, *_amount("(amount + 300)", "tỷ đồng")),
        (10, *_amount("(amount + 400)", "nhiệm vụ")),
    ),
    "persons": ((5, *_person("Lê Thị Mai", "Giám đốc")), (10, *_person("Trần Văn Nam", "Phó Giám đốc"))),
    "assignments": ((8, "'Giao ' || agency || ' báo cáo trước ngày ' || told", _TASK),),
}


def _facts(table: str) -> Iterator[str]:
    """Yield the queries of the rows of a fact table."""
    for ordinal, (line, quote, typed) in enumerate(_FACTS[table]):
        start = (line - 1) * (_WIDTH + 1)
        columns = {
            "evidence_id": f"left(md5('{table} {ordinal} ' || n), 16)",
            "fact_key": f"left(md5(concat_ws(' ', '{table} {ordinal}', province, indicator, year)), 16)",
            "article_id": "article_id",
            "version_id": "version_id",
            "run_id": "'run-1'",
            "start_offset": f"{start} + strpos(lines[{line}], {quote}) - 1",
            "end_offset": f"{start} + strpos(lines[{line}], {quote}) - 1 + length({quote})",
            "quote": quote,
            "sentence": f"lines[{line}]",
            "sentence_start": str(start),
            "rule": f"'generated_{ordinal}'",
            "extractor_version": "'0.1.0'",
            "flags": "[]::VARCHAR[]",
            "first_seen_at": "seen_at",
            **typed,
        }
        yield f"SELECT {', '.join(f'({columns[name]}) AS {name}' for name in BY_NAME[table].names)} FROM made"


def fill(con: Connection, first: int, count: int) -> None:
    """Put ``count`` articles from number ``first`` on, with their facts, into the open warehouse."""
    load_batch(con, batches.common())
    con.execute(_PHRASES)
    con.execute(_POOL)
    con.execute(_PORTALS)
    for start in range(first, first + count, _AT_ONCE):
        con.execute(_DRAWN, [start, min(start + _AT_ONCE, first + count)])
        con.execute(_MADE)
        con.execute(f"INSERT INTO article_versions BY NAME {_VERSIONS}")
        con.execute(f"INSERT INTO captures BY NAME {_CAPTURES}")
        con.execute(_ARTICLES)
        for table in FACT_TABLES:
            for query in _facts(table.name):
                con.execute(f"INSERT INTO {table.name} BY NAME {query}")
    for name in ("drawn", "made", "pool", "phrases"):
        con.execute(f"DROP TABLE {name}")


def batch(first: int, count: int) -> batches.Rows:
    """Return the same rows as a batch to load."""
    with open_memory() as con:
        fill(con, first, count)
        names = ("captures", "article_versions", *(table.name for table in FACT_TABLES))
        made = {name: con.execute(f"FROM {name}").fetchall() for name in names}
    return {**batches.common(), **made}
