-- A warehouse of schema 3, as that Gặt made it: three articles of which one has two versions. Never changes.
SET TimeZone = 'UTC';
CREATE TABLE schema_versions (schema_version INTEGER NOT NULL, presentation_sha256 VARCHAR NOT NULL, applied_at TIMESTAMPTZ NOT NULL);
CREATE TABLE portals (
    "portal_id" VARCHAR NOT NULL,
    "name" VARCHAR NOT NULL,
    "province" VARCHAR,
    "platform" VARCHAR NOT NULL,
    "base_url" VARCHAR NOT NULL
);
CREATE TABLE runs (
    "run_id" VARCHAR NOT NULL,
    "started_at" TIMESTAMPTZ NOT NULL,
    "finished_at" TIMESTAMPTZ,
    "status" VARCHAR NOT NULL,
    "gat_version" VARCHAR NOT NULL,
    "extractor_version" VARCHAR NOT NULL
);
CREATE TABLE run_portals (
    "run_id" VARCHAR NOT NULL,
    "portal_id" VARCHAR NOT NULL,
    "status" VARCHAR NOT NULL,
    "reason" VARCHAR,
    "started_at" TIMESTAMPTZ,
    "finished_at" TIMESTAMPTZ,
    "requests" BIGINT NOT NULL,
    "listing_pages" BIGINT NOT NULL,
    "article_pages" BIGINT NOT NULL,
    "not_modified" BIGINT NOT NULL,
    "items_seen" BIGINT NOT NULL,
    "items_new" BIGINT NOT NULL,
    "items_known" BIGINT NOT NULL,
    "rejected" BIGINT NOT NULL,
    "rejected_reasons" VARCHAR NOT NULL,
    "stops" VARCHAR NOT NULL,
    "expectations" VARCHAR NOT NULL
);
CREATE TABLE captures (
    "capture_id" VARCHAR NOT NULL,
    "run_id" VARCHAR NOT NULL,
    "portal_id" VARCHAR NOT NULL,
    "url" VARCHAR NOT NULL,
    "final_url" VARCHAR NOT NULL,
    "fetched_at" TIMESTAMPTZ NOT NULL,
    "http_status" INTEGER NOT NULL,
    "content_type" VARCHAR,
    "sha256" VARCHAR NOT NULL,
    "warc_file" VARCHAR NOT NULL,
    "warc_offset" BIGINT NOT NULL,
    "warc_length" BIGINT NOT NULL,
    "source_kind" VARCHAR NOT NULL
);
CREATE TABLE rejections (
    "capture_id" VARCHAR NOT NULL,
    "run_id" VARCHAR NOT NULL,
    "portal_id" VARCHAR NOT NULL,
    "url" VARCHAR NOT NULL,
    "reason" VARCHAR NOT NULL,
    "detail" VARCHAR,
    "fetched_at" TIMESTAMPTZ NOT NULL
);
CREATE TABLE articles (
    "article_id" VARCHAR NOT NULL,
    "portal_id" VARCHAR NOT NULL,
    "kind" VARCHAR NOT NULL,
    "url_key" VARCHAR NOT NULL,
    "url" VARCHAR NOT NULL,
    "title" VARCHAR NOT NULL,
    "lead" VARCHAR,
    "text" VARCHAR NOT NULL,
    "text_sha256" VARCHAR NOT NULL,
    "author" VARCHAR,
    "published_at" TIMESTAMPTZ,
    "published_source" VARCHAR,
    "section" VARCHAR,
    "version_id" VARCHAR NOT NULL,
    "version_count" INTEGER NOT NULL,
    "first_seen_at" TIMESTAMPTZ NOT NULL,
    "last_seen_at" TIMESTAMPTZ NOT NULL,
    "province" VARCHAR,
    "successor_province" VARCHAR,
    "parent_article_id" VARCHAR,
    "page_starts" INTEGER[]
);
CREATE TABLE article_versions (
    "version_id" VARCHAR NOT NULL,
    "article_id" VARCHAR NOT NULL,
    "version_no" INTEGER NOT NULL,
    "portal_id" VARCHAR NOT NULL,
    "kind" VARCHAR NOT NULL,
    "url_key" VARCHAR NOT NULL,
    "url" VARCHAR NOT NULL,
    "title" VARCHAR NOT NULL,
    "lead" VARCHAR,
    "text" VARCHAR NOT NULL,
    "text_sha256" VARCHAR NOT NULL,
    "author" VARCHAR,
    "published_at" TIMESTAMPTZ,
    "published_source" VARCHAR,
    "section" VARCHAR,
    "capture_id" VARCHAR NOT NULL,
    "run_id" VARCHAR NOT NULL,
    "parser" VARCHAR NOT NULL,
    "parser_version" VARCHAR NOT NULL,
    "extractor_version" VARCHAR NOT NULL,
    "first_seen_at" TIMESTAMPTZ NOT NULL,
    "last_seen_at" TIMESTAMPTZ NOT NULL,
    "read_by" VARCHAR NOT NULL,
    "province" VARCHAR,
    "successor_province" VARCHAR,
    "parent_article_id" VARCHAR,
    "page_starts" INTEGER[]
);
CREATE TABLE attachments (
    "article_id" VARCHAR NOT NULL,
    "version_id" VARCHAR NOT NULL,
    "run_id" VARCHAR NOT NULL,
    "url" VARCHAR NOT NULL,
    "name" VARCHAR NOT NULL,
    "first_seen_at" TIMESTAMPTZ NOT NULL
);
CREATE TABLE files (
    "file_id" VARCHAR NOT NULL,
    "parent_article_id" VARCHAR NOT NULL,
    "capture_id" VARCHAR,
    "portal_id" VARCHAR NOT NULL,
    "run_id" VARCHAR NOT NULL,
    "url" VARCHAR NOT NULL,
    "name" VARCHAR NOT NULL,
    "file_kind" VARCHAR,
    "size_bytes" BIGINT,
    "sha256" VARCHAR,
    "state" VARCHAR NOT NULL,
    "reason" VARCHAR,
    "detail" VARCHAR,
    "page_count" INTEGER,
    "ocr_page_count" INTEGER,
    "ocr_confidence" DOUBLE,
    "encoding" VARCHAR,
    "fetched_at" TIMESTAMPTZ
);
CREATE TABLE related_links (
    "article_id" VARCHAR NOT NULL,
    "version_id" VARCHAR NOT NULL,
    "run_id" VARCHAR NOT NULL,
    "url" VARCHAR NOT NULL,
    "title" VARCHAR NOT NULL,
    "first_seen_at" TIMESTAMPTZ NOT NULL
);
CREATE TABLE scores (
    "evidence_id" VARCHAR NOT NULL,
    "fact_key" VARCHAR NOT NULL,
    "article_id" VARCHAR NOT NULL,
    "version_id" VARCHAR NOT NULL,
    "run_id" VARCHAR NOT NULL,
    "start_offset" INTEGER NOT NULL,
    "end_offset" INTEGER NOT NULL,
    "quote" VARCHAR NOT NULL,
    "sentence" VARCHAR NOT NULL,
    "sentence_start" INTEGER NOT NULL,
    "value" DECIMAL(18,6) NOT NULL,
    "unit" VARCHAR NOT NULL,
    "scale_max" DECIMAL(18,6),
    "value_kind" VARCHAR NOT NULL,
    "indicator" VARCHAR,
    "component" VARCHAR,
    "period" VARCHAR,
    "subject" VARCHAR,
    "status" VARCHAR,
    "rule" VARCHAR NOT NULL,
    "extractor_version" VARCHAR NOT NULL,
    "flags" VARCHAR[] NOT NULL,
    "first_seen_at" TIMESTAMPTZ NOT NULL
);
CREATE TABLE ranks (
    "evidence_id" VARCHAR NOT NULL,
    "fact_key" VARCHAR NOT NULL,
    "article_id" VARCHAR NOT NULL,
    "version_id" VARCHAR NOT NULL,
    "run_id" VARCHAR NOT NULL,
    "start_offset" INTEGER NOT NULL,
    "end_offset" INTEGER NOT NULL,
    "quote" VARCHAR NOT NULL,
    "sentence" VARCHAR NOT NULL,
    "sentence_start" INTEGER NOT NULL,
    "rank" INTEGER,
    "bound" VARCHAR NOT NULL,
    "out_of" INTEGER,
    "group_name" VARCHAR,
    "rank_kind" VARCHAR NOT NULL,
    "scope" VARCHAR,
    "indicator" VARCHAR,
    "component" VARCHAR,
    "period" VARCHAR,
    "subject" VARCHAR,
    "status" VARCHAR,
    "rule" VARCHAR NOT NULL,
    "extractor_version" VARCHAR NOT NULL,
    "flags" VARCHAR[] NOT NULL,
    "first_seen_at" TIMESTAMPTZ NOT NULL
);
CREATE TABLE dates (
    "evidence_id" VARCHAR NOT NULL,
    "fact_key" VARCHAR NOT NULL,
    "article_id" VARCHAR NOT NULL,
    "version_id" VARCHAR NOT NULL,
    "run_id" VARCHAR NOT NULL,
    "start_offset" INTEGER NOT NULL,
    "end_offset" INTEGER NOT NULL,
    "quote" VARCHAR NOT NULL,
    "sentence" VARCHAR NOT NULL,
    "sentence_start" INTEGER NOT NULL,
    "date_value" VARCHAR NOT NULL,
    "grain" VARCHAR NOT NULL,
    "is_relative" BOOLEAN NOT NULL,
    "rule" VARCHAR NOT NULL,
    "extractor_version" VARCHAR NOT NULL,
    "flags" VARCHAR[] NOT NULL,
    "first_seen_at" TIMESTAMPTZ NOT NULL
);
CREATE TABLE directives (
    "evidence_id" VARCHAR NOT NULL,
    "fact_key" VARCHAR NOT NULL,
    "article_id" VARCHAR NOT NULL,
    "version_id" VARCHAR NOT NULL,
    "run_id" VARCHAR NOT NULL,
    "start_offset" INTEGER NOT NULL,
    "end_offset" INTEGER NOT NULL,
    "quote" VARCHAR NOT NULL,
    "sentence" VARCHAR NOT NULL,
    "sentence_start" INTEGER NOT NULL,
    "doc_type" VARCHAR,
    "number" VARCHAR NOT NULL,
    "symbol" VARCHAR,
    "year" INTEGER,
    "issued_on" DATE,
    "issuer" VARCHAR,
    "rule" VARCHAR NOT NULL,
    "extractor_version" VARCHAR NOT NULL,
    "flags" VARCHAR[] NOT NULL,
    "first_seen_at" TIMESTAMPTZ NOT NULL
);
CREATE TABLE quantities (
    "evidence_id" VARCHAR NOT NULL,
    "fact_key" VARCHAR NOT NULL,
    "article_id" VARCHAR NOT NULL,
    "version_id" VARCHAR NOT NULL,
    "run_id" VARCHAR NOT NULL,
    "start_offset" INTEGER NOT NULL,
    "end_offset" INTEGER NOT NULL,
    "quote" VARCHAR NOT NULL,
    "sentence" VARCHAR NOT NULL,
    "sentence_start" INTEGER NOT NULL,
    "value" DECIMAL(18,6) NOT NULL,
    "unit" VARCHAR NOT NULL,
    "out_of" DECIMAL(18,6),
    "of_what" VARCHAR,
    "status" VARCHAR,
    "rule" VARCHAR NOT NULL,
    "extractor_version" VARCHAR NOT NULL,
    "flags" VARCHAR[] NOT NULL,
    "first_seen_at" TIMESTAMPTZ NOT NULL
);
CREATE TABLE persons (
    "evidence_id" VARCHAR NOT NULL,
    "fact_key" VARCHAR NOT NULL,
    "article_id" VARCHAR NOT NULL,
    "version_id" VARCHAR NOT NULL,
    "run_id" VARCHAR NOT NULL,
    "start_offset" INTEGER NOT NULL,
    "end_offset" INTEGER NOT NULL,
    "quote" VARCHAR NOT NULL,
    "sentence" VARCHAR NOT NULL,
    "sentence_start" INTEGER NOT NULL,
    "person_name" VARCHAR NOT NULL,
    "person_title" VARCHAR NOT NULL,
    "organization" VARCHAR,
    "rule" VARCHAR NOT NULL,
    "extractor_version" VARCHAR NOT NULL,
    "flags" VARCHAR[] NOT NULL,
    "first_seen_at" TIMESTAMPTZ NOT NULL
);
CREATE TABLE assignments (
    "evidence_id" VARCHAR NOT NULL,
    "fact_key" VARCHAR NOT NULL,
    "article_id" VARCHAR NOT NULL,
    "version_id" VARCHAR NOT NULL,
    "run_id" VARCHAR NOT NULL,
    "start_offset" INTEGER NOT NULL,
    "end_offset" INTEGER NOT NULL,
    "quote" VARCHAR NOT NULL,
    "sentence" VARCHAR NOT NULL,
    "sentence_start" INTEGER NOT NULL,
    "assignee" VARCHAR NOT NULL,
    "cooperating" VARCHAR[] NOT NULL,
    "task" VARCHAR NOT NULL,
    "deadline" VARCHAR,
    "rule" VARCHAR NOT NULL,
    "extractor_version" VARCHAR NOT NULL,
    "flags" VARCHAR[] NOT NULL,
    "first_seen_at" TIMESTAMPTZ NOT NULL,
    "directive" VARCHAR
);
CREATE VIEW facts_history AS
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
    nullif(len(list_filter(article_versions.page_starts, lambda start: start <= start_offset)), 0) AS page_no
FROM every_fact
LEFT JOIN article_versions ON every_fact.version_id = article_versions.version_id
LEFT JOIN articles
    ON every_fact.article_id = articles.article_id AND every_fact.version_id = articles.version_id;
CREATE VIEW facts AS
SELECT * EXCLUDE (is_current)
FROM facts_history
WHERE is_current;
CREATE VIEW documents_cited AS
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
CREATE VIEW portal_summary AS
WITH articles_of AS (
    SELECT
        portal_id, count(*) AS article_count, sum(version_count)::BIGINT AS version_count,
        min(published_at) AS first_published_at, max(published_at) AS last_published_at
    FROM articles
    GROUP BY portal_id
),

facts_of AS (
    SELECT
        a.portal_id,
        count(*) FILTER (kind = 'score') AS score_count,
        count(*) FILTER (kind = 'rank') AS rank_count,
        count(*) FILTER (kind = 'date') AS date_count,
        count(*) FILTER (kind = 'directive') AS directive_count,
        count(*) FILTER (kind = 'quantity') AS quantity_count,
        count(*) FILTER (kind = 'person') AS person_count,
        count(*) FILTER (kind = 'assignment') AS assignment_count
    FROM facts f
    JOIN (SELECT article_id, portal_id FROM articles) a USING (article_id)
    GROUP BY a.portal_id
),

rejections_of AS (
    SELECT portal_id, count(*) AS rejected_count
    FROM rejections
    GROUP BY portal_id
)

SELECT
    p.portal_id, p.name, p.province,
    coalesce(article_count, 0) AS article_count,
    coalesce(version_count, 0) AS version_count,
    coalesce(score_count, 0) AS score_count,
    coalesce(rank_count, 0) AS rank_count,
    coalesce(date_count, 0) AS date_count,
    coalesce(directive_count, 0) AS directive_count,
    coalesce(quantity_count, 0) AS quantity_count,
    coalesce(person_count, 0) AS person_count,
    coalesce(assignment_count, 0) AS assignment_count,
    coalesce(rejected_count, 0) AS rejected_count,
    first_published_at, last_published_at
FROM portals p
LEFT JOIN articles_of USING (portal_id)
LEFT JOIN facts_of USING (portal_id)
LEFT JOIN rejections_of USING (portal_id);
CREATE VIEW ranking AS
SELECT
    indicator, component, try_cast(left(period, 4) AS INTEGER) AS year, subject, rank, bound, out_of, scope,
    count(DISTINCT article_id) AS article_count,
    list(evidence_id ORDER BY ranks.first_seen_at, evidence_id) AS evidence_ids
FROM ranks
JOIN articles USING (article_id, version_id)
WHERE rank_kind = 'level' AND status = 'actual' AND rank IS NOT NULL
    AND indicator IS NOT NULL AND period IS NOT NULL
GROUP BY indicator, component, year, subject, rank, bound, out_of, scope;
CREATE VIEW scores_by_year AS
SELECT
    indicator, component, subject, try_cast(left(period, 4) AS INTEGER) AS year, value, unit, scale_max,
    count(DISTINCT article_id) AS article_count,
    list(evidence_id ORDER BY scores.first_seen_at, evidence_id) AS evidence_ids
FROM scores
JOIN articles USING (article_id, version_id)
WHERE value_kind = 'level' AND status = 'actual' AND indicator IS NOT NULL AND period IS NOT NULL
GROUP BY indicator, component, subject, year, value, unit, scale_max;
INSERT INTO portals VALUES
    ('binhdinh', 'Cổng thông tin điện tử tỉnh Bình Định', 'Bình Định', 'vhv', 'http://binhdinh.test');
INSERT INTO runs VALUES
    ('run-1', '2024-03-01 02:00:00+00:00', '2024-03-01 02:05:00+00:00', 'ok', '0.1.0', '0.1.0'),
    ('run-2', '2024-03-02 02:00:00+00:00', '2024-03-02 02:05:00+00:00', 'ok', '0.1.0', '0.1.0');
INSERT INTO run_portals VALUES
    ('run-1', 'binhdinh', 'ok', NULL, '2024-03-01 02:00:00+00:00', '2024-03-01 02:00:00+00:00', 0, 0, 0, 0, 0, 0, 0, 0, '{}', '{}', '[]'),
    ('run-2', 'binhdinh', 'ok', NULL, '2024-03-02 02:00:00+00:00', '2024-03-02 02:00:00+00:00', 0, 0, 0, 0, 0, 0, 0, 0, '{}', '{}', '[]');
INSERT INTO captures VALUES
    ('0b81549cb30d3c61', 'run-1', 'binhdinh', 'http://binhdinh.test/tin-tuc/bai-2.html', 'http://binhdinh.test/tin-tuc/bai-2.html', '2024-03-01 02:00:00+00:00', 200, 'text/html; charset=utf-8', '876f2f8a0f43d451e6445adb6ed9c84fcd9c58a3ee5853d0de4c92b20e40a79d', 'binhdinh/run-1.warc.gz', 2000, 900, 'live'),
    ('1c8ac7934222185a', 'run-2', 'binhdinh', 'http://binhdinh.test/tin-tuc/bai-2.html', 'http://binhdinh.test/tin-tuc/bai-2.html', '2024-03-02 02:00:00+00:00', 200, 'text/html; charset=utf-8', '9b84fe199f1ae5e09dca9e3c22cf7fa17b964324af390b493bd4d21212e5a8b2', 'binhdinh/run-2.warc.gz', 2000, 900, 'live'),
    ('1dec15b43b71c548', 'run-1', 'binhdinh', 'http://binhdinh.test/tin-tuc/bai-1.html', 'http://binhdinh.test/tin-tuc/bai-1.html', '2024-03-01 02:00:00+00:00', 200, 'text/html; charset=utf-8', '876f2f8a0f43d451e6445adb6ed9c84fcd9c58a3ee5853d0de4c92b20e40a79d', 'binhdinh/run-1.warc.gz', 1000, 900, 'live'),
    ('4abc5bafa1f7f71e', 'run-1', 'binhdinh', 'http://binhdinh.test/tin-tuc/bai-3.html', 'http://binhdinh.test/tin-tuc/bai-3.html', '2024-03-01 02:00:00+00:00', 200, 'text/html; charset=utf-8', '876f2f8a0f43d451e6445adb6ed9c84fcd9c58a3ee5853d0de4c92b20e40a79d', 'binhdinh/run-1.warc.gz', 3000, 900, 'live');
INSERT INTO articles VALUES
    ('1c339afbea6588ba', 'binhdinh', 'news', 'binhdinh.test/tin-tuc/bai-3.html', 'http://binhdinh.test/tin-tuc/bai-3.html', 'Bài 3', NULL, 'Năm 2023, Chỉ số cải cách hành chính của tỉnh Bình Định đạt 88,66/100 điểm.

Tỉnh xếp thứ 13/63 cả nước theo Quyết định số 482/QĐ-BNV.

Bà Lê Thị Mai, Phó Giám đốc Sở Nội vụ, báo cáo đã giải quyết 17/40 nhiệm vụ. Tỉnh giao Sở Nội vụ phối hợp Sở Tài chính tham mưu trước ngày 30/6/2024.', '876f2f8a0f43d451e6445adb6ed9c84fcd9c58a3ee5853d0de4c92b20e40a79d', NULL, '2024-02-29 02:00:00+00:00', 'meta', 'Tin tức', '19b7db7260836ddc', 1, '2024-03-01 02:00:00+00:00', '2024-03-01 02:00:00+00:00', 'Bình Định', 'Gia Lai', NULL, NULL),
    ('5ade34937d5765cc', 'binhdinh', 'news', 'binhdinh.test/tin-tuc/bai-2.html', 'http://binhdinh.test/tin-tuc/bai-2.html', 'Bài 2', NULL, 'Năm 2023, Chỉ số cải cách hành chính của tỉnh Bình Định đạt 88,68/100 điểm.

Tỉnh xếp thứ 13/63 cả nước theo Quyết định số 482/QĐ-BNV.

Bà Lê Thị Mai, Phó Giám đốc Sở Nội vụ, báo cáo đã giải quyết 17/40 nhiệm vụ. Tỉnh giao Sở Nội vụ phối hợp Sở Tài chính tham mưu trước ngày 30/6/2024.', '9b84fe199f1ae5e09dca9e3c22cf7fa17b964324af390b493bd4d21212e5a8b2', NULL, '2024-02-29 02:00:00+00:00', 'meta', 'Tin tức', '48af6e27bdc37f8d', 2, '2024-03-01 02:00:00+00:00', '2024-03-02 02:00:00+00:00', 'Bình Định', 'Gia Lai', NULL, NULL),
    ('5de8af4ad189b40f', 'binhdinh', 'news', 'binhdinh.test/tin-tuc/bai-1.html', 'http://binhdinh.test/tin-tuc/bai-1.html', 'Bài 1', NULL, 'Năm 2023, Chỉ số cải cách hành chính của tỉnh Bình Định đạt 88,66/100 điểm.

Tỉnh xếp thứ 13/63 cả nước theo Quyết định số 482/QĐ-BNV.

Bà Lê Thị Mai, Phó Giám đốc Sở Nội vụ, báo cáo đã giải quyết 17/40 nhiệm vụ. Tỉnh giao Sở Nội vụ phối hợp Sở Tài chính tham mưu trước ngày 30/6/2024.', '876f2f8a0f43d451e6445adb6ed9c84fcd9c58a3ee5853d0de4c92b20e40a79d', NULL, '2024-02-29 02:00:00+00:00', 'meta', 'Tin tức', '80c9ea18ba2f5dd6', 1, '2024-03-01 02:00:00+00:00', '2024-03-01 02:00:00+00:00', 'Bình Định', 'Gia Lai', NULL, NULL);
INSERT INTO article_versions VALUES
    ('19b7db7260836ddc', '1c339afbea6588ba', 1, 'binhdinh', 'news', 'binhdinh.test/tin-tuc/bai-3.html', 'http://binhdinh.test/tin-tuc/bai-3.html', 'Bài 3', NULL, 'Năm 2023, Chỉ số cải cách hành chính của tỉnh Bình Định đạt 88,66/100 điểm.

Tỉnh xếp thứ 13/63 cả nước theo Quyết định số 482/QĐ-BNV.

Bà Lê Thị Mai, Phó Giám đốc Sở Nội vụ, báo cáo đã giải quyết 17/40 nhiệm vụ. Tỉnh giao Sở Nội vụ phối hợp Sở Tài chính tham mưu trước ngày 30/6/2024.', '876f2f8a0f43d451e6445adb6ed9c84fcd9c58a3ee5853d0de4c92b20e40a79d', NULL, '2024-02-29 02:00:00+00:00', 'meta', 'Tin tức', '4abc5bafa1f7f71e', 'run-1', 'vhv', '1', '0.1.0', '2024-03-01 02:00:00+00:00', '2024-03-01 02:00:00+00:00', 'platform', 'Bình Định', 'Gia Lai', NULL, NULL),
    ('48af6e27bdc37f8d', '5ade34937d5765cc', 2, 'binhdinh', 'news', 'binhdinh.test/tin-tuc/bai-2.html', 'http://binhdinh.test/tin-tuc/bai-2.html', 'Bài 2', NULL, 'Năm 2023, Chỉ số cải cách hành chính của tỉnh Bình Định đạt 88,68/100 điểm.

Tỉnh xếp thứ 13/63 cả nước theo Quyết định số 482/QĐ-BNV.

Bà Lê Thị Mai, Phó Giám đốc Sở Nội vụ, báo cáo đã giải quyết 17/40 nhiệm vụ. Tỉnh giao Sở Nội vụ phối hợp Sở Tài chính tham mưu trước ngày 30/6/2024.', '9b84fe199f1ae5e09dca9e3c22cf7fa17b964324af390b493bd4d21212e5a8b2', NULL, '2024-02-29 02:00:00+00:00', 'meta', 'Tin tức', '1c8ac7934222185a', 'run-2', 'vhv', '1', '0.1.0', '2024-03-02 02:00:00+00:00', '2024-03-02 02:00:00+00:00', 'platform', 'Bình Định', 'Gia Lai', NULL, NULL),
    ('5947daf2e671adff', '5ade34937d5765cc', 1, 'binhdinh', 'news', 'binhdinh.test/tin-tuc/bai-2.html', 'http://binhdinh.test/tin-tuc/bai-2.html', 'Bài 2', NULL, 'Năm 2023, Chỉ số cải cách hành chính của tỉnh Bình Định đạt 88,66/100 điểm.

Tỉnh xếp thứ 13/63 cả nước theo Quyết định số 482/QĐ-BNV.

Bà Lê Thị Mai, Phó Giám đốc Sở Nội vụ, báo cáo đã giải quyết 17/40 nhiệm vụ. Tỉnh giao Sở Nội vụ phối hợp Sở Tài chính tham mưu trước ngày 30/6/2024.', '876f2f8a0f43d451e6445adb6ed9c84fcd9c58a3ee5853d0de4c92b20e40a79d', NULL, '2024-02-29 02:00:00+00:00', 'meta', 'Tin tức', '0b81549cb30d3c61', 'run-1', 'vhv', '1', '0.1.0', '2024-03-01 02:00:00+00:00', '2024-03-01 02:00:00+00:00', 'platform', 'Bình Định', 'Gia Lai', NULL, NULL),
    ('80c9ea18ba2f5dd6', '5de8af4ad189b40f', 1, 'binhdinh', 'news', 'binhdinh.test/tin-tuc/bai-1.html', 'http://binhdinh.test/tin-tuc/bai-1.html', 'Bài 1', NULL, 'Năm 2023, Chỉ số cải cách hành chính của tỉnh Bình Định đạt 88,66/100 điểm.

Tỉnh xếp thứ 13/63 cả nước theo Quyết định số 482/QĐ-BNV.

Bà Lê Thị Mai, Phó Giám đốc Sở Nội vụ, báo cáo đã giải quyết 17/40 nhiệm vụ. Tỉnh giao Sở Nội vụ phối hợp Sở Tài chính tham mưu trước ngày 30/6/2024.', '876f2f8a0f43d451e6445adb6ed9c84fcd9c58a3ee5853d0de4c92b20e40a79d', NULL, '2024-02-29 02:00:00+00:00', 'meta', 'Tin tức', '1dec15b43b71c548', 'run-1', 'vhv', '1', '0.1.0', '2024-03-01 02:00:00+00:00', '2024-03-01 02:00:00+00:00', 'platform', 'Bình Định', 'Gia Lai', NULL, NULL);
INSERT INTO attachments VALUES
    ('1c339afbea6588ba', '19b7db7260836ddc', 'run-1', 'http://binhdinh.test/tin-tuc/bai-3.html/phu-luc.pdf', 'Phụ lục.pdf', '2024-03-01 02:00:00+00:00'),
    ('5ade34937d5765cc', '48af6e27bdc37f8d', 'run-2', 'http://binhdinh.test/tin-tuc/bai-2.html/phu-luc.pdf', 'Phụ lục.pdf', '2024-03-02 02:00:00+00:00'),
    ('5ade34937d5765cc', '5947daf2e671adff', 'run-1', 'http://binhdinh.test/tin-tuc/bai-2.html/phu-luc.pdf', 'Phụ lục.pdf', '2024-03-01 02:00:00+00:00'),
    ('5de8af4ad189b40f', '80c9ea18ba2f5dd6', 'run-1', 'http://binhdinh.test/tin-tuc/bai-1.html/phu-luc.pdf', 'Phụ lục.pdf', '2024-03-01 02:00:00+00:00');
INSERT INTO files VALUES
    ('19b4c179f0a88a3d', '5ade34937d5765cc', '1d322f5efaefd524', 'binhdinh', 'run-2', 'http://binhdinh.test/tin-tuc/bai-2.html/phu-luc.pdf', 'Phụ lục.pdf', 'pdf', 4096, '9b84fe199f1ae5e09dca9e3c22cf7fa17b964324af390b493bd4d21212e5a8b2', 'waiting_for_ocr', 'ocr_missing', '1 pages, the first: 1', 1, 0, NULL, NULL, '2024-03-02 02:00:00+00:00'),
    ('46a7b74072c55722', '1c339afbea6588ba', '2c2f1bdf570f115d', 'binhdinh', 'run-1', 'http://binhdinh.test/tin-tuc/bai-3.html/phu-luc.pdf', 'Phụ lục.pdf', 'pdf', 4096, '876f2f8a0f43d451e6445adb6ed9c84fcd9c58a3ee5853d0de4c92b20e40a79d', 'waiting_for_ocr', 'ocr_missing', '1 pages, the first: 1', 1, 0, NULL, NULL, '2024-03-01 02:00:00+00:00'),
    ('8e3a59418dc43432', '5de8af4ad189b40f', '5c24b319afe09eb5', 'binhdinh', 'run-1', 'http://binhdinh.test/tin-tuc/bai-1.html/phu-luc.pdf', 'Phụ lục.pdf', 'pdf', 4096, '876f2f8a0f43d451e6445adb6ed9c84fcd9c58a3ee5853d0de4c92b20e40a79d', 'waiting_for_ocr', 'ocr_missing', '1 pages, the first: 1', 1, 0, NULL, NULL, '2024-03-01 02:00:00+00:00');
INSERT INTO related_links VALUES
    ('1c339afbea6588ba', '19b7db7260836ddc', 'run-1', 'http://binhdinh.test/tin-tuc/bai-3.html?khac', 'Bài khác', '2024-03-01 02:00:00+00:00'),
    ('5ade34937d5765cc', '48af6e27bdc37f8d', 'run-2', 'http://binhdinh.test/tin-tuc/bai-2.html?khac', 'Bài khác', '2024-03-02 02:00:00+00:00'),
    ('5ade34937d5765cc', '5947daf2e671adff', 'run-1', 'http://binhdinh.test/tin-tuc/bai-2.html?khac', 'Bài khác', '2024-03-01 02:00:00+00:00'),
    ('5de8af4ad189b40f', '80c9ea18ba2f5dd6', 'run-1', 'http://binhdinh.test/tin-tuc/bai-1.html?khac', 'Bài khác', '2024-03-01 02:00:00+00:00');
INSERT INTO scores VALUES
    ('01cb4f62a3d3bdc2', '381834d4c29a37da', '5de8af4ad189b40f', '80c9ea18ba2f5dd6', 'run-1', 60, 74, '88,66/100 điểm', 'Năm 2023, Chỉ số cải cách hành chính của tỉnh Bình Định đạt 88,66/100 điểm.', 0, 88.660000, 'point', 100.000000, 'level', 'PAR_INDEX', NULL, '2023', 'Bình Định', 'actual', 'test', '0.1.0', [], '2024-03-01 02:00:00+00:00'),
    ('7e326444200b34dd', 'c8313fed6421f580', '5ade34937d5765cc', '5947daf2e671adff', 'run-1', 60, 74, '88,66/100 điểm', 'Năm 2023, Chỉ số cải cách hành chính của tỉnh Bình Định đạt 88,66/100 điểm.', 0, 88.660000, 'point', 100.000000, 'level', 'PAR_INDEX', NULL, '2023', 'Bình Định', 'actual', 'test', '0.1.0', [], '2024-03-01 02:00:00+00:00'),
    ('ec7d6a23aa417e10', 'dbef1cb2e31f7a6e', '1c339afbea6588ba', '19b7db7260836ddc', 'run-1', 60, 74, '88,66/100 điểm', 'Năm 2023, Chỉ số cải cách hành chính của tỉnh Bình Định đạt 88,66/100 điểm.', 0, 88.660000, 'point', 100.000000, 'level', 'PAR_INDEX', NULL, '2023', 'Bình Định', 'actual', 'test', '0.1.0', [], '2024-03-01 02:00:00+00:00');
INSERT INTO ranks VALUES
    ('27ca8839dcc1d427', '096fdece50e345f8', '5ade34937d5765cc', '48af6e27bdc37f8d', 'run-2', 86, 95, 'thứ 13/63', 'Tỉnh xếp thứ 13/63 cả nước theo Quyết định số 482/QĐ-BNV.', 77, 13, 'exact', 63, NULL, 'level', 'cả nước', 'PAR_INDEX', NULL, '2023', 'Bình Định', 'actual', 'test', '0.1.0', [], '2024-03-02 02:00:00+00:00'),
    ('3d1ffc6beae45a68', '096fdece50e345f8', '5ade34937d5765cc', '5947daf2e671adff', 'run-1', 86, 95, 'thứ 13/63', 'Tỉnh xếp thứ 13/63 cả nước theo Quyết định số 482/QĐ-BNV.', 77, 13, 'exact', 63, NULL, 'level', 'cả nước', 'PAR_INDEX', NULL, '2023', 'Bình Định', 'actual', 'test', '0.1.0', [], '2024-03-01 02:00:00+00:00'),
    ('6b52688de3bf0060', '7b61782fe42d3aae', '5de8af4ad189b40f', '80c9ea18ba2f5dd6', 'run-1', 86, 95, 'thứ 13/63', 'Tỉnh xếp thứ 13/63 cả nước theo Quyết định số 482/QĐ-BNV.', 77, 13, 'exact', 63, NULL, 'level', 'cả nước', 'PAR_INDEX', NULL, '2023', 'Bình Định', 'actual', 'test', '0.1.0', [], '2024-03-01 02:00:00+00:00'),
    ('e03b0a7939d51056', 'ae544d4cbefb8d9c', '1c339afbea6588ba', '19b7db7260836ddc', 'run-1', 86, 95, 'thứ 13/63', 'Tỉnh xếp thứ 13/63 cả nước theo Quyết định số 482/QĐ-BNV.', 77, 13, 'exact', 63, NULL, 'level', 'cả nước', 'PAR_INDEX', NULL, '2023', 'Bình Định', 'actual', 'test', '0.1.0', [], '2024-03-01 02:00:00+00:00');
INSERT INTO dates VALUES
    ('05b3af935c7c8787', '3572df888c7db48b', '5ade34937d5765cc', '5947daf2e671adff', 'run-1', 0, 8, 'Năm 2023', 'Năm 2023, Chỉ số cải cách hành chính của tỉnh Bình Định đạt 88,66/100 điểm.', 0, '2023', 'year', FALSE, 'test', '0.1.0', [], '2024-03-01 02:00:00+00:00'),
    ('cf239d295e136fb8', '48dcd4a29832d163', '1c339afbea6588ba', '19b7db7260836ddc', 'run-1', 0, 8, 'Năm 2023', 'Năm 2023, Chỉ số cải cách hành chính của tỉnh Bình Định đạt 88,66/100 điểm.', 0, '2023', 'year', FALSE, 'test', '0.1.0', [], '2024-03-01 02:00:00+00:00'),
    ('df161a39ca0f53fb', '3572df888c7db48b', '5ade34937d5765cc', '48af6e27bdc37f8d', 'run-2', 0, 8, 'Năm 2023', 'Năm 2023, Chỉ số cải cách hành chính của tỉnh Bình Định đạt 88,68/100 điểm.', 0, '2023', 'year', FALSE, 'test', '0.1.0', [], '2024-03-02 02:00:00+00:00'),
    ('e0968962f16a2432', '3b9db13db81930a7', '5de8af4ad189b40f', '80c9ea18ba2f5dd6', 'run-1', 0, 8, 'Năm 2023', 'Năm 2023, Chỉ số cải cách hành chính của tỉnh Bình Định đạt 88,66/100 điểm.', 0, '2023', 'year', FALSE, 'test', '0.1.0', [], '2024-03-01 02:00:00+00:00');
INSERT INTO directives VALUES
    ('2380ba0110623591', '39492deb60ab7580', '5de8af4ad189b40f', '80c9ea18ba2f5dd6', 'run-1', 109, 133, 'Quyết định số 482/QĐ-BNV', 'Tỉnh xếp thứ 13/63 cả nước theo Quyết định số 482/QĐ-BNV.', 77, 'Quyết định', '482', '482/QĐ-BNV', 2024, '2024-02-01', 'Bộ Nội vụ', 'test', '0.1.0', [], '2024-03-01 02:00:00+00:00'),
    ('d29a5f87bc3764cb', '98b7268d3b3f2d00', '5ade34937d5765cc', '48af6e27bdc37f8d', 'run-2', 109, 133, 'Quyết định số 482/QĐ-BNV', 'Tỉnh xếp thứ 13/63 cả nước theo Quyết định số 482/QĐ-BNV.', 77, 'Quyết định', '482', '482/QĐ-BNV', 2024, '2024-02-01', 'Bộ Nội vụ', 'test', '0.1.0', [], '2024-03-02 02:00:00+00:00'),
    ('da347875c27f9994', '98b7268d3b3f2d00', '5ade34937d5765cc', '5947daf2e671adff', 'run-1', 109, 133, 'Quyết định số 482/QĐ-BNV', 'Tỉnh xếp thứ 13/63 cả nước theo Quyết định số 482/QĐ-BNV.', 77, 'Quyết định', '482', '482/QĐ-BNV', 2024, '2024-02-01', 'Bộ Nội vụ', 'test', '0.1.0', [], '2024-03-01 02:00:00+00:00'),
    ('e42045ee988c7e5e', 'dd49e912e18b8129', '1c339afbea6588ba', '19b7db7260836ddc', 'run-1', 109, 133, 'Quyết định số 482/QĐ-BNV', 'Tỉnh xếp thứ 13/63 cả nước theo Quyết định số 482/QĐ-BNV.', 77, 'Quyết định', '482', '482/QĐ-BNV', 2024, '2024-02-01', 'Bộ Nội vụ', 'test', '0.1.0', [], '2024-03-01 02:00:00+00:00');
INSERT INTO quantities VALUES
    ('00a3c38aa9e37ea0', '5d221ff99eabb706', '5de8af4ad189b40f', '80c9ea18ba2f5dd6', 'run-1', 197, 211, '17/40 nhiệm vụ', 'Bà Lê Thị Mai, Phó Giám đốc Sở Nội vụ, báo cáo đã giải quyết 17/40 nhiệm vụ. Tỉnh giao Sở Nội vụ phối hợp Sở Tài chính tham mưu trước ngày 30/6/2024.', 136, 17.000000, 'nhiệm vụ', 40.000000, 'nhiệm vụ', 'actual', 'test', '0.1.0', [], '2024-03-01 02:00:00+00:00'),
    ('4128af04df23400a', '978d39cadd649b03', '5ade34937d5765cc', '48af6e27bdc37f8d', 'run-2', 197, 211, '17/40 nhiệm vụ', 'Bà Lê Thị Mai, Phó Giám đốc Sở Nội vụ, báo cáo đã giải quyết 17/40 nhiệm vụ. Tỉnh giao Sở Nội vụ phối hợp Sở Tài chính tham mưu trước ngày 30/6/2024.', 136, 17.000000, 'nhiệm vụ', 40.000000, 'nhiệm vụ', 'actual', 'test', '0.1.0', [], '2024-03-02 02:00:00+00:00'),
    ('aea016daf41d2cf6', '2df2e3f9d190e9bb', '1c339afbea6588ba', '19b7db7260836ddc', 'run-1', 197, 211, '17/40 nhiệm vụ', 'Bà Lê Thị Mai, Phó Giám đốc Sở Nội vụ, báo cáo đã giải quyết 17/40 nhiệm vụ. Tỉnh giao Sở Nội vụ phối hợp Sở Tài chính tham mưu trước ngày 30/6/2024.', 136, 17.000000, 'nhiệm vụ', 40.000000, 'nhiệm vụ', 'actual', 'test', '0.1.0', [], '2024-03-01 02:00:00+00:00'),
    ('b95c034a165a1564', '978d39cadd649b03', '5ade34937d5765cc', '5947daf2e671adff', 'run-1', 197, 211, '17/40 nhiệm vụ', 'Bà Lê Thị Mai, Phó Giám đốc Sở Nội vụ, báo cáo đã giải quyết 17/40 nhiệm vụ. Tỉnh giao Sở Nội vụ phối hợp Sở Tài chính tham mưu trước ngày 30/6/2024.', 136, 17.000000, 'nhiệm vụ', 40.000000, 'nhiệm vụ', 'actual', 'test', '0.1.0', [], '2024-03-01 02:00:00+00:00');
INSERT INTO persons VALUES
    ('071f73b51eecfc03', 'affee0afa8441e0d', '1c339afbea6588ba', '19b7db7260836ddc', 'run-1', 139, 149, 'Lê Thị Mai', 'Bà Lê Thị Mai, Phó Giám đốc Sở Nội vụ, báo cáo đã giải quyết 17/40 nhiệm vụ. Tỉnh giao Sở Nội vụ phối hợp Sở Tài chính tham mưu trước ngày 30/6/2024.', 136, 'Lê Thị Mai', 'Phó Giám đốc Sở Nội vụ', 'Sở Nội vụ', 'test', '0.1.0', [], '2024-03-01 02:00:00+00:00'),
    ('07760dbae5d1137f', '7f3b1cc728393dfc', '5de8af4ad189b40f', '80c9ea18ba2f5dd6', 'run-1', 139, 149, 'Lê Thị Mai', 'Bà Lê Thị Mai, Phó Giám đốc Sở Nội vụ, báo cáo đã giải quyết 17/40 nhiệm vụ. Tỉnh giao Sở Nội vụ phối hợp Sở Tài chính tham mưu trước ngày 30/6/2024.', 136, 'Lê Thị Mai', 'Phó Giám đốc Sở Nội vụ', 'Sở Nội vụ', 'test', '0.1.0', [], '2024-03-01 02:00:00+00:00'),
    ('74d31c6c3e42098e', '708ee2a0a667347c', '5ade34937d5765cc', '5947daf2e671adff', 'run-1', 139, 149, 'Lê Thị Mai', 'Bà Lê Thị Mai, Phó Giám đốc Sở Nội vụ, báo cáo đã giải quyết 17/40 nhiệm vụ. Tỉnh giao Sở Nội vụ phối hợp Sở Tài chính tham mưu trước ngày 30/6/2024.', 136, 'Lê Thị Mai', 'Phó Giám đốc Sở Nội vụ', 'Sở Nội vụ', 'test', '0.1.0', [], '2024-03-01 02:00:00+00:00'),
    ('b5e39fb8b13e1144', '708ee2a0a667347c', '5ade34937d5765cc', '48af6e27bdc37f8d', 'run-2', 139, 149, 'Lê Thị Mai', 'Bà Lê Thị Mai, Phó Giám đốc Sở Nội vụ, báo cáo đã giải quyết 17/40 nhiệm vụ. Tỉnh giao Sở Nội vụ phối hợp Sở Tài chính tham mưu trước ngày 30/6/2024.', 136, 'Lê Thị Mai', 'Phó Giám đốc Sở Nội vụ', 'Sở Nội vụ', 'test', '0.1.0', [], '2024-03-02 02:00:00+00:00');
INSERT INTO assignments VALUES
    ('515e9c853187c325', 'b3b9add5f5a37db1', '1c339afbea6588ba', '19b7db7260836ddc', 'run-1', 218, 284, 'giao Sở Nội vụ phối hợp Sở Tài chính tham mưu trước ngày 30/6/2024', 'Bà Lê Thị Mai, Phó Giám đốc Sở Nội vụ, báo cáo đã giải quyết 17/40 nhiệm vụ. Tỉnh giao Sở Nội vụ phối hợp Sở Tài chính tham mưu trước ngày 30/6/2024.', 136, 'Sở Nội vụ', ['Sở Tài chính'], 'tham mưu', '2024-06-30', 'test', '0.1.0', [], '2024-03-01 02:00:00+00:00', NULL),
    ('59a30980c073245a', 'a0e4676a68f93826', '5de8af4ad189b40f', '80c9ea18ba2f5dd6', 'run-1', 218, 284, 'giao Sở Nội vụ phối hợp Sở Tài chính tham mưu trước ngày 30/6/2024', 'Bà Lê Thị Mai, Phó Giám đốc Sở Nội vụ, báo cáo đã giải quyết 17/40 nhiệm vụ. Tỉnh giao Sở Nội vụ phối hợp Sở Tài chính tham mưu trước ngày 30/6/2024.', 136, 'Sở Nội vụ', ['Sở Tài chính'], 'tham mưu', '2024-06-30', 'test', '0.1.0', [], '2024-03-01 02:00:00+00:00', NULL),
    ('c829cd56f1753b6d', '34285558437cf046', '5ade34937d5765cc', '5947daf2e671adff', 'run-1', 218, 284, 'giao Sở Nội vụ phối hợp Sở Tài chính tham mưu trước ngày 30/6/2024', 'Bà Lê Thị Mai, Phó Giám đốc Sở Nội vụ, báo cáo đã giải quyết 17/40 nhiệm vụ. Tỉnh giao Sở Nội vụ phối hợp Sở Tài chính tham mưu trước ngày 30/6/2024.', 136, 'Sở Nội vụ', ['Sở Tài chính'], 'tham mưu', '2024-06-30', 'test', '0.1.0', [], '2024-03-01 02:00:00+00:00', NULL),
    ('e34b0fb3ca2183a7', '34285558437cf046', '5ade34937d5765cc', '48af6e27bdc37f8d', 'run-2', 218, 284, 'giao Sở Nội vụ phối hợp Sở Tài chính tham mưu trước ngày 30/6/2024', 'Bà Lê Thị Mai, Phó Giám đốc Sở Nội vụ, báo cáo đã giải quyết 17/40 nhiệm vụ. Tỉnh giao Sở Nội vụ phối hợp Sở Tài chính tham mưu trước ngày 30/6/2024.', 136, 'Sở Nội vụ', ['Sở Tài chính'], 'tham mưu', '2024-06-30', 'test', '0.1.0', [], '2024-03-02 02:00:00+00:00', NULL);
INSERT INTO schema_versions VALUES (3, 'as released', '2026-11-22 00:00:00+00');
