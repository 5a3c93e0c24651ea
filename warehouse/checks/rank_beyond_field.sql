-- severity: flag
-- A rank is higher than the number that was ranked.
SELECT evidence_id, quote, rank, out_of
FROM ranks
WHERE rank_kind = 'level' AND rank > out_of;
