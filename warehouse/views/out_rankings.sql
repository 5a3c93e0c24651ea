-- Places of subjects in the ordering of an index, one row per index, component, subject and period: the table of a year, with the score beside. Compare ranks only within one field_size.
-- component: Component of the index, as most often written; empty for the whole index.
-- year: Year of the period, of an interval its first.
-- rank: The best rank reached, of a province in the country.
-- group_name: Group of places: A, Trung bình cao.
SELECT
    indicator, component, year, period, field_size, is_field_size_stated, rank, rank_bound, subject, subject_province,
    score, score_unit, group_name, regional_rank, regional_scope, regional_out_of,
    rank_sources, rank_articles, is_rank_doubtful, is_score_doubtful, is_rank_conflict, rank_conflict,
    rank_evidence_id, score_evidence_id
FROM observations
WHERE rank IS NOT NULL;
