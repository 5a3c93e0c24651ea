"""Computed tables about official documents: who mentions which, and each document once."""

from warehouse.tables.model import Column, Table

_DOCUMENT_ID = "Identity of the document: 16 hex digits of its sign, year, and province unless it is central."
_YEAR = "Year of issue; empty where no mention of the sign tells it and none can be meant alone."
_PROVINCE = (
    "Province whose document it is: the one that its issuer is named with, else that of the article's portal "
    "on its day; empty for documents of central bodies."
)

CITATIONS = Table(
    name="citations",
    description="One row per mention of a document whose sign is known, in the current versions of articles.",
    caution="A document's own text and its row in a list mention it too: those rows have is_own and are no "
    "citation. A mention by number alone is here only where its article gives the sign elsewhere.",
    key=("evidence_id",),
    loading="computed",
    columns=(
        Column("evidence_id", "VARCHAR", "The mention, see directives."),
        Column(
            "document_id",
            "VARCHAR",
            f"{_DOCUMENT_ID} See documents. Empty where several can be meant, see candidate_count.",
            nullable=True,
        ),
        Column(
            "candidate_count",
            "INTEGER",
            "How many documents the mention can mean: more than 1 where it tells no year and documents of "
            "its sign are known of several: in its article, else of years that the article can mean (see "
            "is_year_inferred); none of them is chosen, and there is no further one of an unknown year.",
            unit="documents",
        ),
        Column("article_id", "VARCHAR", "Article that mentions it, see articles."),
        Column(
            "folded_sign",
            "VARCHAR",
            "Sign without what typists vary: in capitals, without spaces and leading zeros, plain hyphens.",
        ),
        Column("year", "INTEGER", _YEAR, nullable=True),
        Column("province", "VARCHAR", _PROVINCE, nullable=True),
        Column("is_own", "BOOLEAN", "Whether the article is the document itself, or a file of its row."),
        Column(
            "citing_document_id",
            "VARCHAR",
            "Document that the article is, where it is one with a known sign, see documents.",
            nullable=True,
        ),
        Column("mention_no", "INTEGER", "1 for the first mention of the sign and year in the article."),
        Column(
            "is_year_inferred",
            "BOOLEAN",
            "Whether the year stands with another mention: in the same article, or the only one of that sign "
            "that the article can mean (not after it; of a provincial body not over five years before it).",
        ),
        Column(
            "is_sign_inferred",
            "BOOLEAN",
            "Whether the mention is a number alone, whose sign stands elsewhere in the article.",
        ),
    ),
)

DOCUMENTS = Table(
    name="documents",
    description="One row per official document that current articles mention by its sign, or are.",
    caution="Districts and communes of one province number alike: two of their documents with one sign and "
    "year are one row. Counts are of citations; the document's own text is none, and no mention is counted "
    "that can mean several documents (candidate_count of citations).",
    key=("document_id",),
    loading="computed",
    columns=(
        Column("document_id", "VARCHAR", _DOCUMENT_ID),
        Column("sign", "VARCHAR", "Number-and-sign as most often written."),
        Column("number", "VARCHAR", "Number as most often written."),
        Column("doc_type", "VARCHAR", "Type in Vietnamese, as most often written.", nullable=True),
        Column("year", "INTEGER", _YEAR, nullable=True),
        Column(
            "issued_on",
            "DATE",
            "Day of issue: as the document or its list says, else as most often told within that year.",
            nullable=True,
        ),
        Column(
            "issuer",
            "VARCHAR",
            "Who issued it: as the document says, else as most often written.",
            nullable=True,
        ),
        Column("is_central", "BOOLEAN", "Whether the sign is of a central body, one document a year."),
        Column("province", "VARCHAR", _PROVINCE, nullable=True),
        Column("title", "VARCHAR", "Title of own_article_id.", nullable=True),
        Column(
            "own_article_id",
            "VARCHAR",
            "The document itself, where the warehouse has it: its row in a document list, else its file.",
            nullable=True,
        ),
        Column(
            "first_cited_at",
            "TIMESTAMPTZ",
            "When an article that cites it was first fetched; empty where none does.",
            nullable=True,
        ),
        Column(
            "first_published_at",
            "TIMESTAMPTZ",
            "Earliest publication of an article that cites it.",
            nullable=True,
        ),
        Column("mention_count", "BIGINT", "Mentions that cite it.", unit="mentions"),
        Column("article_count", "BIGINT", "Articles that cite it.", unit="articles"),
        Column(
            "source_count",
            "BIGINT",
            "Independent sources that cite it: reprints of one text count once.",
            unit="sources",
        ),
        Column("evidence_ids", "VARCHAR[]", "All mentions, the earliest first, for `gat explain`."),
    ),
)
