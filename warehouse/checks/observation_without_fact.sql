-- A statement of an observation is no score or rank of a current version.
WITH facts AS (
    SELECT evidence_id, article_id, version_id FROM scores
    UNION ALL
    SELECT evidence_id, article_id, version_id FROM ranks
)

SELECT evidence_id, observation_id, aspect
FROM observation_facts
ANTI JOIN (FROM facts SEMI JOIN articles USING (article_id, version_id)) USING (evidence_id);
