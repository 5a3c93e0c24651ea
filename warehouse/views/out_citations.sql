-- Who cites which official document, where: one row per mention. A mention that can mean several documents has no document_id and is shown with its sign as written. citing_document_id and citing_sign tell which document cites it, where the article is one; the own text of a document is no citation.
-- evidence_id: The mention, see directives.
-- document_id: The document cited, see documents; empty where the mention can mean several, see candidate_count.
-- sign: Number-and-sign of the document cited, as most often written.
-- doc_type: Type of the document cited.
-- year: Year of issue of the document cited.
-- document_province: Province of the document cited; empty for central bodies.
-- citing_sign: Number-and-sign of the document that cites it.
-- title: Title of the article that cites it.
-- url: Address of the article that cites it.
-- article_kind: Kind of that article: news, document (a row of a document list) or file.
SELECT
    evidence_id, citations.document_id, candidate_count, coalesce(sign, symbol, folded_sign) AS sign,
    coalesce(cited.doc_type, directives.doc_type) AS doc_type, cited.year, citations.province AS document_province,
    citing_document_id, citing_sign,
    articles.article_id, articles.kind AS article_kind, articles.portal_id, articles.title, articles.url,
    articles.published_at, mention_no, is_year_inferred, is_sign_inferred, quote, sentence, directives.flags
FROM citations
JOIN directives USING (evidence_id)
LEFT JOIN documents cited USING (document_id)
JOIN articles ON citations.article_id = articles.article_id
LEFT JOIN (SELECT document_id AS citing_document_id, sign AS citing_sign FROM documents) citing
    USING (citing_document_id)
WHERE NOT is_own;
