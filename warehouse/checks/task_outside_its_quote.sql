-- The task of an assignment is empty or does not stand in its quote.
SELECT evidence_id, quote, task
FROM assignments
WHERE trim(task) = '' OR NOT contains(quote, task);
