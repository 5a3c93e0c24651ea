-- Tasks that current articles say were given to agencies, with their deadline as a day and how it stands to the newest run. That a deadline has passed does not say that the task is undone: no article tells that of it.
-- deadline_on: Last day of the deadline: of 2024-Q2 it is 30 June 2024; empty where it names no year, or there is none.
-- measured_on: Day of the newest run, against which deadlines are measured, in Vietnam.
-- is_overdue: Whether deadline_on was before measured_on.
-- days_left: Days from measured_on to deadline_on; negative where it has passed. Unit: days.
-- document_id: That document in documents, where the article tells its sign.
-- title: Title of the article.
-- url: Address of the article.
WITH newest AS (
    SELECT make_timestamp(epoch_us(max(coalesce(finished_at, started_at))) + 25200000000)::DATE AS measured_on
    FROM runs
),

-- Of a span, its end.
ends AS (
    SELECT *, coalesce(nullif(split_part(deadline, '/', 2), ''), deadline) AS last_part
    FROM assignments
    WHERE evidence_id NOT IN (SELECT evidence_id FROM corrected_facts WHERE action = 'drop')
),

dated AS (
    SELECT
        *,
        CASE
            WHEN regexp_full_match(last_part, '[0-9]{4}-[0-9]{2}-[0-9]{2}') THEN try_cast(last_part AS DATE)
            WHEN regexp_full_match(last_part, '[0-9]{4}-[0-9]{2}') THEN last_day(try_cast(last_part || '-01' AS DATE))
            WHEN regexp_full_match(last_part, '[0-9]{4}-Q[1-4]')
                THEN last_day(make_date(left(last_part, 4)::INTEGER, 3 * right(last_part, 1)::INTEGER, 1))
            WHEN regexp_full_match(last_part, '[0-9]{4}-H[12]')
                THEN last_day(make_date(left(last_part, 4)::INTEGER, 6 * right(last_part, 1)::INTEGER, 1))
            WHEN regexp_full_match(last_part, '[0-9]{4}') THEN make_date(last_part::INTEGER, 12, 31)
        END AS deadline_on
    FROM ends
),

-- The signs as they stand in each article, which is how a task names its document.
signs AS (
    SELECT citations.article_id, symbol AS directive, min(document_id) AS document_id
    FROM citations
    JOIN directives USING (evidence_id)
    WHERE symbol IS NOT NULL
    GROUP BY citations.article_id, symbol
    HAVING min(document_id) = max(document_id)
)

SELECT
    evidence_id, assignee, cooperating, task, deadline, deadline_on, measured_on,
    deadline_on < measured_on AS is_overdue,
    deadline_on - measured_on AS days_left,
    dated.directive, document_id,
    articles.article_id, articles.portal_id, articles.province, articles.title, articles.url, articles.published_at,
    sentence, dated.flags
FROM dated
JOIN articles USING (article_id, version_id)
LEFT JOIN signs ON dated.article_id = signs.article_id AND dated.directive = signs.directive
CROSS JOIN newest;
