-- severity: flag
-- A score or rank is told as reached by a province that did not exist at any time of its period.
WITH facts AS (
    SELECT evidence_id, quote, subject, period, status FROM scores
    UNION ALL
    SELECT evidence_id, quote, subject, period, status FROM ranks
),

-- The first day of the period: of 2025-Q3 it is 1 July 2025.
begun AS (
    SELECT
        *,
        try_cast(left(period, 4) || '-' || CASE
            WHEN regexp_matches(period, '^[0-9]{4}-Q[1-4]') THEN lpad((3 * substring(period, 7, 1)::INTEGER - 2)::VARCHAR, 2, '0')
            WHEN regexp_matches(period, '^[0-9]{4}-H[12]') THEN lpad((6 * substring(period, 7, 1)::INTEGER - 5)::VARCHAR, 2, '0')
            WHEN regexp_matches(period, '^[0-9]{4}-[0-9]{2}') THEN substring(period, 6, 2)
            ELSE '01'
        END || '-' || coalesce(nullif(regexp_extract(period, '^[0-9]{4}-[0-9]{2}-([0-9]{2})', 1), ''), '01') AS DATE)
            AS begun_on
    FROM facts
    WHERE status = 'actual'
),

-- Of names that are still borne, nothing is out of time.
ended AS (
    SELECT name, max(existed_to_on) AS ended_on
    FROM provinces
    GROUP BY name
    HAVING bool_and(existed_to_on IS NOT NULL)
)

SELECT evidence_id, quote, subject, period, ended_on
FROM begun
JOIN ended ON subject = name
WHERE begun_on > ended_on;
