-- One row per fact of any kind that the current version of an article states, without those that a correction drops. In a published database a table, by article and place in the text.
-- kind: Kind of the fact: score, rank, date, directive, quantity, person or assignment.
-- value: The value as text: 88.66 of a score or quantity, 15 of a rank, the group's name, the ISO date, the document's sign, the person's title, the agency that got the task. Where is_corrected, the corrected one.
-- unit: Unit of the value of a score (point or percent) or a quantity (as written); empty for other kinds.
-- value_kind: Of a score or rank: level, the value itself; change, a signed change of it or difference to another; group, a group of places. Empty for other kinds.
-- page_no: Of a fact in a file, the number of the page (of a workbook, the sheet) it begins on, from 1.
-- last_seen_at: When the version that states the fact was last fetched.
-- is_corrected: Whether value is that of an active correction (see out_corrections); the quote says what the page says.
SELECT
    * EXCLUDE (is_current, corrected_value, is_dropped) REPLACE (coalesce(corrected_value, value) AS value),
    corrected_value IS NOT NULL AS is_corrected
FROM out_facts_history
WHERE is_current AND NOT is_dropped;
