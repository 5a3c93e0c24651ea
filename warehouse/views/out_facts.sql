-- One row per fact of any kind that the current version of an article states.
-- kind: Kind of the fact: score, rank, date, directive, quantity, person or assignment.
-- value: The value as text: 88.66 of a score or quantity, 15 of a rank, the group's name, the ISO date, the document's sign, the person's title, the agency that got the task.
-- unit: Unit of the value of a score (point or percent) or a quantity (as written); empty for other kinds.
-- value_kind: Of a score or rank: level, the value itself; change, a signed change of it or difference to another; group, a group of places. Empty for other kinds.
-- page_no: Of a fact in a file, the number of the page (of a workbook, the sheet) it begins on, from 1.
SELECT * EXCLUDE (is_current)
FROM out_facts_history
WHERE is_current;
