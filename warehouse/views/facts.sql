-- One row per fact of any kind that the current version of an article states.
-- kind: Kind of the fact: score, rank, date, directive, quantity, person or assignment.
-- value: The value as text: 88.66 of a score or quantity, 15 of a rank, the group's name, the ISO date, the document's sign, the person's title, the agency that got the task.
SELECT * EXCLUDE (is_current)
FROM facts_history
WHERE is_current;
