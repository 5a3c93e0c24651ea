-- severity: flag
-- An article cites a document that was issued more than a day after the article was published.
SELECT evidence_id, citations.article_id, sign, issued_on, published_at
FROM citations
JOIN documents USING (document_id)
JOIN articles ON citations.article_id = articles.article_id
WHERE NOT is_own AND issued_on > published_at + INTERVAL 1 DAY;
