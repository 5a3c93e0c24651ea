-- Provinces as they were and as they are, each with what is known of it: articles of the days it existed, scores and ranks of the years it existed from end to end. Facts of 2025, in which many merged, are counted of no such province.
-- portal_count: Portals that gave those articles.
-- article_count: Articles of its portals, published on days it existed.
-- score_count: Scores of it in current versions, of such years.
-- rank_count: Ranks of it in current versions, of such years.
WITH articles_of AS (
    SELECT
        province_id, count(DISTINCT portal_id) AS portal_count, count(*) AS article_count
    FROM (
        SELECT
            province AS name, portal_id,
            make_timestamp(epoch_us(coalesce(published_at, first_seen_at)) + 25200000000)::DATE AS told_on
        FROM articles
    )
    JOIN provinces USING (name)
    WHERE coalesce(existed_from_on <= told_on, TRUE) AND coalesce(existed_to_on >= told_on, TRUE)
    GROUP BY province_id
),

facts AS (
    SELECT 'score' AS kind, subject AS name, try_cast(left(period, 4) AS INTEGER) AS year
    FROM scores
    JOIN articles USING (article_id, version_id)
    UNION ALL
    SELECT 'rank', subject, try_cast(left(period, 4) AS INTEGER)
    FROM ranks
    JOIN articles USING (article_id, version_id)
),

facts_of AS (
    SELECT
        province_id, count(*) FILTER (kind = 'score') AS score_count, count(*) FILTER (kind = 'rank') AS rank_count
    FROM facts
    JOIN provinces USING (name)
    WHERE facts.year BETWEEN 1945 AND 2099
        AND coalesce(existed_from_on <= make_date(facts.year, 1, 1), TRUE)
        AND coalesce(existed_to_on >= make_date(facts.year, 12, 31), TRUE)
    GROUP BY province_id
)

SELECT
    province_id, name, official_name, is_city, existed_from_on, existed_to_on, successor, is_name_kept, merged_from,
    coalesce(portal_count, 0) AS portal_count,
    coalesce(article_count, 0) AS article_count,
    coalesce(score_count, 0) AS score_count,
    coalesce(rank_count, 0) AS rank_count
FROM provinces
LEFT JOIN articles_of USING (province_id)
LEFT JOIN facts_of USING (province_id);
