-- Official documents that current articles mention by their sign, or are: one row per document, with how often and by how many independent sources it is cited. Who cites it: out_citations.
-- title: Title of the document, where the warehouse has it.
-- url: Address of the document, where the warehouse has it.
-- successor_province: Province that this one belongs to since 1 July 2025, which may be itself.
SELECT
    documents.document_id, sign, doc_type, documents.year, issued_on, issuer, is_central, documents.province, successor AS successor_province,
    documents.title, url, own_article_id, mention_count, article_count, source_count, first_cited_at,
    first_published_at, evidence_ids
FROM documents
LEFT JOIN articles ON own_article_id = article_id
LEFT JOIN (SELECT DISTINCT name AS province, successor FROM provinces) led ON documents.province = led.province;
