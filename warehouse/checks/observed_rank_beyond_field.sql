-- severity: flag
-- The best rank of an observation is higher than the number that was ranked, as written or by the year.
SELECT
    observation_id, indicator, subject, period, rank, field_size, is_field_size_stated, regional_rank, regional_out_of
FROM observations
WHERE rank > field_size OR regional_rank > regional_out_of;
