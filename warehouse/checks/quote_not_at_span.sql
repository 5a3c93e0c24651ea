-- A fact's quote does not stand at its span in the text of its version.
SELECT f.evidence_id, f.kind, f.quote, substring(v.text, f.start_offset + 1, f.end_offset - f.start_offset) AS found
FROM out_facts_history f
JOIN article_versions v USING (version_id)
WHERE f.start_offset < 0
    OR f.end_offset <= f.start_offset
    OR substring(v.text, f.start_offset + 1, f.end_offset - f.start_offset) <> f.quote;
