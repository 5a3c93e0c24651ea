-- The sentence of a fact does not hold its quote where the offsets say.
WITH every_fact AS (
    SELECT evidence_id, sentence, sentence_start, start_offset, quote FROM scores
    UNION ALL
    SELECT evidence_id, sentence, sentence_start, start_offset, quote FROM ranks
    UNION ALL
    SELECT evidence_id, sentence, sentence_start, start_offset, quote FROM dates
    UNION ALL
    SELECT evidence_id, sentence, sentence_start, start_offset, quote FROM directives
    UNION ALL
    SELECT evidence_id, sentence, sentence_start, start_offset, quote FROM quantities
    UNION ALL
    SELECT evidence_id, sentence, sentence_start, start_offset, quote FROM persons
    UNION ALL
    SELECT evidence_id, sentence, sentence_start, start_offset, quote FROM assignments
)

SELECT evidence_id, quote, sentence
FROM every_fact
WHERE sentence_start > start_offset
    OR substring(sentence, start_offset - sentence_start + 1, length(quote)) <> quote;
