-- What the current articles together tell of each index, component, subject and period: the best score and rank, how well they are supported, what was aimed at, and the change that is stated.
-- component: Component of the index, as most often written; empty for the whole index.
-- year: Year of the period, of an interval its first.
-- rank: The best rank reached, of a province in the country.
-- out_of: How many were ranked, as written.
-- group_name: Group of places: A, Trung bình cao.
-- first_seen_at: When the first of its statements was first fetched.
-- last_seen_at: When an article with one of its statements was last fetched.
SELECT * EXCLUDE (score_scale, previous_observation_id)
FROM observations;
