-- A warehouse of schema 1, as that Gặt made it: three articles of which one has two versions. Never changes.
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
    "warc_length" BIGINT NOT NULL
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
    "last_seen_at" TIMESTAMPTZ NOT NULL
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
    "last_seen_at" TIMESTAMPTZ NOT NULL
);
CREATE TABLE attachments (
    "article_id" VARCHAR NOT NULL,
    "version_id" VARCHAR NOT NULL,
    "run_id" VARCHAR NOT NULL,
    "url" VARCHAR NOT NULL,
    "name" VARCHAR NOT NULL,
    "first_seen_at" TIMESTAMPTZ NOT NULL
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
CREATE VIEW facts_history AS
WITH every_fact AS (
    SELECT
        evidence_id, fact_key, 'score' AS kind, article_id, version_id, start_offset, end_offset, quote,
        rtrim(rtrim(value::VARCHAR, '0'), '.') AS value,
        indicator, component, period, subject, status, flags, sentence, rule, extractor_version, run_id, first_seen_at
    FROM scores
    UNION ALL
    SELECT
        evidence_id, fact_key, 'rank', article_id, version_id, start_offset, end_offset, quote,
        coalesce(rank::VARCHAR, group_name),
        indicator, component, period, subject, status, flags, sentence, rule, extractor_version, run_id, first_seen_at
    FROM ranks
    UNION ALL
    SELECT
        evidence_id, fact_key, 'date', article_id, version_id, start_offset, end_offset, quote,
        date_value,
        NULL, NULL, NULL, NULL, NULL, flags, sentence, rule, extractor_version, run_id, first_seen_at
    FROM dates
    UNION ALL
    SELECT
        evidence_id, fact_key, 'directive', article_id, version_id, start_offset, end_offset, quote,
        coalesce(symbol, number),
        NULL, NULL, NULL, NULL, NULL, flags, sentence, rule, extractor_version, run_id, first_seen_at
    FROM directives
)

SELECT every_fact.*, articles.version_id IS NOT NULL AS is_current
FROM every_fact
LEFT JOIN articles
    ON every_fact.article_id = articles.article_id AND every_fact.version_id = articles.version_id;
CREATE VIEW facts AS
SELECT * EXCLUDE (is_current)
FROM facts_history
WHERE is_current;
CREATE VIEW documents_cited AS
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
        count(*) FILTER (kind = 'directive') AS directive_count
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
    ('0b81549cb30d3c61', 'run-1', 'binhdinh', 'http://binhdinh.test/tin-tuc/bai-2.html', 'http://binhdinh.test/tin-tuc/bai-2.html', '2024-03-01 02:00:00+00:00', 200, 'text/html; charset=utf-8', 'c1b574f0a0b1b0d97c95e825dd210139633d24a21fd549dd2cb320b68776c93c', 'binhdinh/run-1.warc.gz', 2000, 900),
    ('1c8ac7934222185a', 'run-2', 'binhdinh', 'http://binhdinh.test/tin-tuc/bai-2.html', 'http://binhdinh.test/tin-tuc/bai-2.html', '2024-03-02 02:00:00+00:00', 200, 'text/html; charset=utf-8', '80083c3e9c9b9bcd1a3bee79035fcd76ed3eb9bb6ee0dda13f97720cee408123', 'binhdinh/run-2.warc.gz', 2000, 900),
    ('1dec15b43b71c548', 'run-1', 'binhdinh', 'http://binhdinh.test/tin-tuc/bai-1.html', 'http://binhdinh.test/tin-tuc/bai-1.html', '2024-03-01 02:00:00+00:00', 200, 'text/html; charset=utf-8', 'c1b574f0a0b1b0d97c95e825dd210139633d24a21fd549dd2cb320b68776c93c', 'binhdinh/run-1.warc.gz', 1000, 900),
    ('4abc5bafa1f7f71e', 'run-1', 'binhdinh', 'http://binhdinh.test/tin-tuc/bai-3.html', 'http://binhdinh.test/tin-tuc/bai-3.html', '2024-03-01 02:00:00+00:00', 200, 'text/html; charset=utf-8', 'c1b574f0a0b1b0d97c95e825dd210139633d24a21fd549dd2cb320b68776c93c', 'binhdinh/run-1.warc.gz', 3000, 900);
INSERT INTO articles VALUES
    ('1c339afbea6588ba', 'binhdinh', 'news', 'binhdinh.test/tin-tuc/bai-3.html', 'http://binhdinh.test/tin-tuc/bai-3.html', 'Bài 3', NULL, 'Năm 2023, Chỉ số cải cách hành chính của tỉnh Bình Định đạt 88,66/100 điểm.

Tỉnh xếp thứ 13/63 cả nước theo Quyết định số 482/QĐ-BNV.', 'c1b574f0a0b1b0d97c95e825dd210139633d24a21fd549dd2cb320b68776c93c', NULL, '2024-02-29 02:00:00+00:00', 'meta', 'Tin tức', '494f2bb5542aa3ff', 1, '2024-03-01 02:00:00+00:00', '2024-03-01 02:00:00+00:00'),
    ('5ade34937d5765cc', 'binhdinh', 'news', 'binhdinh.test/tin-tuc/bai-2.html', 'http://binhdinh.test/tin-tuc/bai-2.html', 'Bài 2', NULL, 'Năm 2023, Chỉ số cải cách hành chính của tỉnh Bình Định đạt 88,68/100 điểm.

Tỉnh xếp thứ 13/63 cả nước theo Quyết định số 482/QĐ-BNV.', '80083c3e9c9b9bcd1a3bee79035fcd76ed3eb9bb6ee0dda13f97720cee408123', NULL, '2024-02-29 02:00:00+00:00', 'meta', 'Tin tức', '8f79067ff54f969c', 2, '2024-03-01 02:00:00+00:00', '2024-03-02 02:00:00+00:00'),
    ('5de8af4ad189b40f', 'binhdinh', 'news', 'binhdinh.test/tin-tuc/bai-1.html', 'http://binhdinh.test/tin-tuc/bai-1.html', 'Bài 1', NULL, 'Năm 2023, Chỉ số cải cách hành chính của tỉnh Bình Định đạt 88,66/100 điểm.

Tỉnh xếp thứ 13/63 cả nước theo Quyết định số 482/QĐ-BNV.', 'c1b574f0a0b1b0d97c95e825dd210139633d24a21fd549dd2cb320b68776c93c', NULL, '2024-02-29 02:00:00+00:00', 'meta', 'Tin tức', '6768bdc566f68912', 1, '2024-03-01 02:00:00+00:00', '2024-03-01 02:00:00+00:00');
INSERT INTO article_versions VALUES
    ('494f2bb5542aa3ff', '1c339afbea6588ba', 1, 'binhdinh', 'news', 'binhdinh.test/tin-tuc/bai-3.html', 'http://binhdinh.test/tin-tuc/bai-3.html', 'Bài 3', NULL, 'Năm 2023, Chỉ số cải cách hành chính của tỉnh Bình Định đạt 88,66/100 điểm.

Tỉnh xếp thứ 13/63 cả nước theo Quyết định số 482/QĐ-BNV.', 'c1b574f0a0b1b0d97c95e825dd210139633d24a21fd549dd2cb320b68776c93c', NULL, '2024-02-29 02:00:00+00:00', 'meta', 'Tin tức', '4abc5bafa1f7f71e', 'run-1', 'vhv', '1', '0.1.0', '2024-03-01 02:00:00+00:00', '2024-03-01 02:00:00+00:00'),
    ('6768bdc566f68912', '5de8af4ad189b40f', 1, 'binhdinh', 'news', 'binhdinh.test/tin-tuc/bai-1.html', 'http://binhdinh.test/tin-tuc/bai-1.html', 'Bài 1', NULL, 'Năm 2023, Chỉ số cải cách hành chính của tỉnh Bình Định đạt 88,66/100 điểm.

Tỉnh xếp thứ 13/63 cả nước theo Quyết định số 482/QĐ-BNV.', 'c1b574f0a0b1b0d97c95e825dd210139633d24a21fd549dd2cb320b68776c93c', NULL, '2024-02-29 02:00:00+00:00', 'meta', 'Tin tức', '1dec15b43b71c548', 'run-1', 'vhv', '1', '0.1.0', '2024-03-01 02:00:00+00:00', '2024-03-01 02:00:00+00:00'),
    ('8f79067ff54f969c', '5ade34937d5765cc', 2, 'binhdinh', 'news', 'binhdinh.test/tin-tuc/bai-2.html', 'http://binhdinh.test/tin-tuc/bai-2.html', 'Bài 2', NULL, 'Năm 2023, Chỉ số cải cách hành chính của tỉnh Bình Định đạt 88,68/100 điểm.

Tỉnh xếp thứ 13/63 cả nước theo Quyết định số 482/QĐ-BNV.', '80083c3e9c9b9bcd1a3bee79035fcd76ed3eb9bb6ee0dda13f97720cee408123', NULL, '2024-02-29 02:00:00+00:00', 'meta', 'Tin tức', '1c8ac7934222185a', 'run-2', 'vhv', '1', '0.1.0', '2024-03-02 02:00:00+00:00', '2024-03-02 02:00:00+00:00'),
    ('cb5fc4aaa969f6d3', '5ade34937d5765cc', 1, 'binhdinh', 'news', 'binhdinh.test/tin-tuc/bai-2.html', 'http://binhdinh.test/tin-tuc/bai-2.html', 'Bài 2', NULL, 'Năm 2023, Chỉ số cải cách hành chính của tỉnh Bình Định đạt 88,66/100 điểm.

Tỉnh xếp thứ 13/63 cả nước theo Quyết định số 482/QĐ-BNV.', 'c1b574f0a0b1b0d97c95e825dd210139633d24a21fd549dd2cb320b68776c93c', NULL, '2024-02-29 02:00:00+00:00', 'meta', 'Tin tức', '0b81549cb30d3c61', 'run-1', 'vhv', '1', '0.1.0', '2024-03-01 02:00:00+00:00', '2024-03-01 02:00:00+00:00');
INSERT INTO attachments VALUES
    ('1c339afbea6588ba', '494f2bb5542aa3ff', 'run-1', 'http://binhdinh.test/tin-tuc/bai-3.html/phu-luc.pdf', 'Phụ lục.pdf', '2024-03-01 02:00:00+00:00'),
    ('5ade34937d5765cc', '8f79067ff54f969c', 'run-2', 'http://binhdinh.test/tin-tuc/bai-2.html/phu-luc.pdf', 'Phụ lục.pdf', '2024-03-02 02:00:00+00:00'),
    ('5ade34937d5765cc', 'cb5fc4aaa969f6d3', 'run-1', 'http://binhdinh.test/tin-tuc/bai-2.html/phu-luc.pdf', 'Phụ lục.pdf', '2024-03-01 02:00:00+00:00'),
    ('5de8af4ad189b40f', '6768bdc566f68912', 'run-1', 'http://binhdinh.test/tin-tuc/bai-1.html/phu-luc.pdf', 'Phụ lục.pdf', '2024-03-01 02:00:00+00:00');
INSERT INTO related_links VALUES
    ('1c339afbea6588ba', '494f2bb5542aa3ff', 'run-1', 'http://binhdinh.test/tin-tuc/bai-3.html?khac', 'Bài khác', '2024-03-01 02:00:00+00:00'),
    ('5ade34937d5765cc', '8f79067ff54f969c', 'run-2', 'http://binhdinh.test/tin-tuc/bai-2.html?khac', 'Bài khác', '2024-03-02 02:00:00+00:00'),
    ('5ade34937d5765cc', 'cb5fc4aaa969f6d3', 'run-1', 'http://binhdinh.test/tin-tuc/bai-2.html?khac', 'Bài khác', '2024-03-01 02:00:00+00:00'),
    ('5de8af4ad189b40f', '6768bdc566f68912', 'run-1', 'http://binhdinh.test/tin-tuc/bai-1.html?khac', 'Bài khác', '2024-03-01 02:00:00+00:00');
INSERT INTO scores VALUES
    ('1e8bd42ad740b3d4', 'dbef1cb2e31f7a6e', '1c339afbea6588ba', '494f2bb5542aa3ff', 'run-1', 60, 74, '88,66/100 điểm', 'Năm 2023, Chỉ số cải cách hành chính của tỉnh Bình Định đạt 88,66/100 điểm.', 0, 88.660000, 'point', 100.000000, 'level', 'PAR_INDEX', NULL, '2023', 'Bình Định', 'actual', 'test', '0.1.0', [], '2024-03-01 02:00:00+00:00'),
    ('4c822d69421d093c', 'c8313fed6421f580', '5ade34937d5765cc', 'cb5fc4aaa969f6d3', 'run-1', 60, 74, '88,66/100 điểm', 'Năm 2023, Chỉ số cải cách hành chính của tỉnh Bình Định đạt 88,66/100 điểm.', 0, 88.660000, 'point', 100.000000, 'level', 'PAR_INDEX', NULL, '2023', 'Bình Định', 'actual', 'test', '0.1.0', [], '2024-03-01 02:00:00+00:00'),
    ('e8ef9de4ab0b1f89', '381834d4c29a37da', '5de8af4ad189b40f', '6768bdc566f68912', 'run-1', 60, 74, '88,66/100 điểm', 'Năm 2023, Chỉ số cải cách hành chính của tỉnh Bình Định đạt 88,66/100 điểm.', 0, 88.660000, 'point', 100.000000, 'level', 'PAR_INDEX', NULL, '2023', 'Bình Định', 'actual', 'test', '0.1.0', [], '2024-03-01 02:00:00+00:00');
INSERT INTO ranks VALUES
    ('3b70436678b728b1', '096fdece50e345f8', '5ade34937d5765cc', 'cb5fc4aaa969f6d3', 'run-1', 86, 95, 'thứ 13/63', 'Tỉnh xếp thứ 13/63 cả nước theo Quyết định số 482/QĐ-BNV.', 77, 13, 'exact', 63, NULL, 'level', 'cả nước', 'PAR_INDEX', NULL, '2023', 'Bình Định', 'actual', 'test', '0.1.0', [], '2024-03-01 02:00:00+00:00'),
    ('5c27eb26b42a49d2', '7b61782fe42d3aae', '5de8af4ad189b40f', '6768bdc566f68912', 'run-1', 86, 95, 'thứ 13/63', 'Tỉnh xếp thứ 13/63 cả nước theo Quyết định số 482/QĐ-BNV.', 77, 13, 'exact', 63, NULL, 'level', 'cả nước', 'PAR_INDEX', NULL, '2023', 'Bình Định', 'actual', 'test', '0.1.0', [], '2024-03-01 02:00:00+00:00'),
    ('ac1e463e84624cc6', 'ae544d4cbefb8d9c', '1c339afbea6588ba', '494f2bb5542aa3ff', 'run-1', 86, 95, 'thứ 13/63', 'Tỉnh xếp thứ 13/63 cả nước theo Quyết định số 482/QĐ-BNV.', 77, 13, 'exact', 63, NULL, 'level', 'cả nước', 'PAR_INDEX', NULL, '2023', 'Bình Định', 'actual', 'test', '0.1.0', [], '2024-03-01 02:00:00+00:00'),
    ('c218b1e1d6a279d0', '096fdece50e345f8', '5ade34937d5765cc', '8f79067ff54f969c', 'run-2', 86, 95, 'thứ 13/63', 'Tỉnh xếp thứ 13/63 cả nước theo Quyết định số 482/QĐ-BNV.', 77, 13, 'exact', 63, NULL, 'level', 'cả nước', 'PAR_INDEX', NULL, '2023', 'Bình Định', 'actual', 'test', '0.1.0', [], '2024-03-02 02:00:00+00:00');
INSERT INTO dates VALUES
    ('7a2bd839d78c3640', '3572df888c7db48b', '5ade34937d5765cc', '8f79067ff54f969c', 'run-2', 0, 8, 'Năm 2023', 'Năm 2023, Chỉ số cải cách hành chính của tỉnh Bình Định đạt 88,68/100 điểm.', 0, '2023', 'year', FALSE, 'test', '0.1.0', [], '2024-03-02 02:00:00+00:00'),
    ('c0ea62dc4da3392a', '3572df888c7db48b', '5ade34937d5765cc', 'cb5fc4aaa969f6d3', 'run-1', 0, 8, 'Năm 2023', 'Năm 2023, Chỉ số cải cách hành chính của tỉnh Bình Định đạt 88,66/100 điểm.', 0, '2023', 'year', FALSE, 'test', '0.1.0', [], '2024-03-01 02:00:00+00:00'),
    ('d74e071335f9f16d', '3b9db13db81930a7', '5de8af4ad189b40f', '6768bdc566f68912', 'run-1', 0, 8, 'Năm 2023', 'Năm 2023, Chỉ số cải cách hành chính của tỉnh Bình Định đạt 88,66/100 điểm.', 0, '2023', 'year', FALSE, 'test', '0.1.0', [], '2024-03-01 02:00:00+00:00'),
    ('fade469406ab2476', '48dcd4a29832d163', '1c339afbea6588ba', '494f2bb5542aa3ff', 'run-1', 0, 8, 'Năm 2023', 'Năm 2023, Chỉ số cải cách hành chính của tỉnh Bình Định đạt 88,66/100 điểm.', 0, '2023', 'year', FALSE, 'test', '0.1.0', [], '2024-03-01 02:00:00+00:00');
INSERT INTO directives VALUES
    ('0d47dfffe3469a41', '98b7268d3b3f2d00', '5ade34937d5765cc', '8f79067ff54f969c', 'run-2', 109, 133, 'Quyết định số 482/QĐ-BNV', 'Tỉnh xếp thứ 13/63 cả nước theo Quyết định số 482/QĐ-BNV.', 77, 'Quyết định', '482', '482/QĐ-BNV', 2024, '2024-02-01', 'Bộ Nội vụ', 'test', '0.1.0', [], '2024-03-02 02:00:00+00:00'),
    ('405ae76030c7562e', '39492deb60ab7580', '5de8af4ad189b40f', '6768bdc566f68912', 'run-1', 109, 133, 'Quyết định số 482/QĐ-BNV', 'Tỉnh xếp thứ 13/63 cả nước theo Quyết định số 482/QĐ-BNV.', 77, 'Quyết định', '482', '482/QĐ-BNV', 2024, '2024-02-01', 'Bộ Nội vụ', 'test', '0.1.0', [], '2024-03-01 02:00:00+00:00'),
    ('42e9725a233d83a5', 'dd49e912e18b8129', '1c339afbea6588ba', '494f2bb5542aa3ff', 'run-1', 109, 133, 'Quyết định số 482/QĐ-BNV', 'Tỉnh xếp thứ 13/63 cả nước theo Quyết định số 482/QĐ-BNV.', 77, 'Quyết định', '482', '482/QĐ-BNV', 2024, '2024-02-01', 'Bộ Nội vụ', 'test', '0.1.0', [], '2024-03-01 02:00:00+00:00'),
    ('ae77c2669e1a96c1', '98b7268d3b3f2d00', '5ade34937d5765cc', 'cb5fc4aaa969f6d3', 'run-1', 109, 133, 'Quyết định số 482/QĐ-BNV', 'Tỉnh xếp thứ 13/63 cả nước theo Quyết định số 482/QĐ-BNV.', 77, 'Quyết định', '482', '482/QĐ-BNV', 2024, '2024-02-01', 'Bộ Nội vụ', 'test', '0.1.0', [], '2024-03-01 02:00:00+00:00');
INSERT INTO schema_versions VALUES (1, 'as released', '2026-11-22 00:00:00+00');
