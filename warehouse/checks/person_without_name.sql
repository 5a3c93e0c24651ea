-- The name of an official is not the quote, or the title is empty.
SELECT evidence_id, quote, person_name, person_title
FROM persons
WHERE person_name <> quote OR trim(person_title) = '';
