-- One row per fact of any kind that the current version of an article states.
-- kind: Kind of the fact: score, rank, date or directive.
-- value: The value as text: 88.66 of a score, 15 of a rank, the group's name, the ISO date, the document's sign.
SELECT * EXCLUDE (is_current)
FROM facts_history
WHERE is_current;
