"""Tables about articles: one row per article, one per version of it, and what it offers and links to."""

from warehouse.tables.model import Column, Table

_ARTICLE_ID = Column(
    "article_id", "VARCHAR", "Identity of the article: 16 hex digits of portal and canonical URL key."
)
_VERSION_ID = Column(
    "version_id", "VARCHAR", "Identity of the version: 16 hex digits of article, title and text."
)

#: What a version says; ``articles`` repeats it for the current version.
_CONTENT = (
    Column("url", "VARCHAR", "Address of the article."),
    Column("title", "VARCHAR", "Title as the page writes it."),
    Column("lead", "VARCHAR", "Lead paragraph, which is also the beginning of text.", nullable=True),
    Column(
        "text",
        "VARCHAR",
        "Canonical text: lead and body, without furniture. Offsets of facts count in it.",
        rights="body",
    ),
    Column("text_sha256", "VARCHAR", "SHA-256 of the UTF-8 bytes of text, in hex."),
    Column("author", "VARCHAR", "Author or source as the page names it.", nullable=True),
    Column(
        "published_at",
        "TIMESTAMPTZ",
        "When the portal says it published the article; empty where the page gives no date.",
        nullable=True,
    ),
    Column("published_source", "VARCHAR", "Which of the page's dates published_at is.", nullable=True),
    Column("section", "VARCHAR", "Section of the portal.", nullable=True),
)

_KIND = "A news article, a row of a document list, or the text of a file that one of them offers."
_KINDS = ("news", "document", "file")

#: Of a file. At the end of the tables, where files of an older schema got them too.
_OF_FILE = (
    Column(
        "parent_article_id",
        "VARCHAR",
        "Of a file, the article that offers it, see articles; empty for all others.",
        nullable=True,
    ),
    Column(
        "page_starts",
        "INTEGER[]",
        "Of a file, where in text each of its pages begins: the pages of a PDF, the sheets of a workbook.",
        unit="code points from 0",
        nullable=True,
    ),
)

#: Whose a page was. At the end of the tables, where files of an older schema got them too.
_PLACE = (
    Column(
        "province",
        "VARCHAR",
        "Province whose portal this was on the day it was published (of its capture where it gives no date), "
        "by its name of that day. Empty in rows last read before schema 3.",
        nullable=True,
    ),
    Column(
        "successor_province",
        "VARCHAR",
        "Province that this one became part of on 1 July 2025; empty where that changed nothing, or later.",
        nullable=True,
    ),
)

ARTICLES = Table(
    name="articles",
    description="One row per article, as its current version says.",
    caution="A text that several portals print is several articles.",
    key=("article_id",),
    loading="derived",
    columns=(
        _ARTICLE_ID,
        Column("portal_id", "VARCHAR", "Portal, see portals."),
        Column("kind", "VARCHAR", _KIND, values=_KINDS),
        Column(
            "url_key", "VARCHAR", "Canonical form of the address, by which the article is told from others."
        ),
        *_CONTENT,
        Column("version_id", "VARCHAR", "Current version, the one seen last; see article_versions."),
        Column("version_count", "INTEGER", "How many versions were seen.", unit="versions"),
        Column("first_seen_at", "TIMESTAMPTZ", "When the article was first fetched."),
        Column("last_seen_at", "TIMESTAMPTZ", "When the article was last fetched and read."),
        *_PLACE,
        *_OF_FILE,
    ),
)

ARTICLE_VERSIONS = Table(
    name="article_versions",
    description="One row per version of an article: an edited title or text makes a new one.",
    caution="A version returns when a page is edited back; then it is seen again, not repeated.",
    key=("version_id",),
    loading="upsert",
    columns=(
        _VERSION_ID,
        _ARTICLE_ID,
        Column("version_no", "INTEGER", "1 for the version seen first, then upwards."),
        Column("portal_id", "VARCHAR", "Portal, see portals."),
        Column("kind", "VARCHAR", _KIND, values=_KINDS),
        Column("url_key", "VARCHAR", "Canonical form of the address."),
        *_CONTENT,
        Column("capture_id", "VARCHAR", "Earliest capture that gave this version, see captures."),
        Column("run_id", "VARCHAR", "Run of that capture, see runs."),
        Column("parser", "VARCHAR", "Reader of the portal's platform that made the text from the page."),
        Column("parser_version", "VARCHAR", "Version of that reader."),
        Column("extractor_version", "VARCHAR", "Version of the fact rules that last read this version."),
        Column("first_seen_at", "TIMESTAMPTZ", "When this version was first fetched."),
        Column("last_seen_at", "TIMESTAMPTZ", "When this version was last fetched and read."),
        Column(
            "read_by",
            "VARCHAR",
            "How the page was read: by the module of its portal's platform, by that of another platform "
            "recognised on it, or as an unknown page, by where its prose stands.",
            values=("platform", "detected", "generic"),
        ),
        *_PLACE,
        *_OF_FILE,
        Column(
            "fingerprint",
            "UINTEGER[]",
            "MinHash of the text's wording, by which reprints are found; empty for short texts and in rows "
            "last read before schema 4.",
            nullable=True,
        ),
    ),
)

ATTACHMENTS = Table(
    name="attachments",
    description="One row per file that a version of an article offers.",
    caution="What became of a file is told in files.",
    key=("version_id", "url"),
    loading="collect",
    columns=(
        _ARTICLE_ID,
        _VERSION_ID,
        Column("run_id", "VARCHAR", "Run that read it, see runs."),
        Column("url", "VARCHAR", "Address of the file."),
        Column("name", "VARCHAR", "Name of the file as the page gives it."),
        Column("first_seen_at", "TIMESTAMPTZ", "When the version was first fetched."),
    ),
)

FILES = Table(
    name="files",
    description="One row per file that was fetched, or offered and not fetched, and per file in a ZIP.",
    caution="A file offered by several pages is one row, under the page that offered it first.",
    key=("file_id",),
    loading="upsert",
    columns=(
        Column(
            "file_id", "VARCHAR", "Identity of the file; of one that has a text, its article_id in articles."
        ),
        Column("parent_article_id", "VARCHAR", "Article that offers it, see articles."),
        Column(
            "capture_id",
            "VARCHAR",
            "Identity of the capture in the crawl's ledger; empty where nothing was fetched.",
            nullable=True,
        ),
        Column("portal_id", "VARCHAR", "Portal, see portals."),
        Column("run_id", "VARCHAR", "Run that fetched it, or could not, see runs."),
        Column("url", "VARCHAR", "Address of the file, of a file in a ZIP that of the ZIP."),
        Column("name", "VARCHAR", "Name of the file, as its link or its server gives it."),
        Column(
            "file_kind",
            "VARCHAR",
            "What its bytes are; empty where that was not found out.",
            nullable=True,
            values=("pdf", "docx", "doc", "xlsx", "zip"),
        ),
        Column("size_bytes", "BIGINT", "Size of the file.", unit="bytes", nullable=True),
        Column("sha256", "VARCHAR", "SHA-256 of its bytes, in hex.", nullable=True),
        Column(
            "state",
            "VARCHAR",
            "What became of it; one that waits for OCR may have the text of its other pages.",
            values=("read", "waiting_for_ocr", "refused", "not_fetched"),
        ),
        Column(
            "reason",
            "VARCHAR",
            "Short code of why it is not read: encrypted, html_instead, too_large, foreign_host, http_404.",
            nullable=True,
        ),
        Column("detail", "VARCHAR", "What was seen.", nullable=True),
        Column("page_count", "INTEGER", "Pages of a PDF, sheets of a workbook.", unit="pages", nullable=True),
        Column("ocr_page_count", "INTEGER", "Pages read by OCR.", unit="pages", nullable=True),
        Column(
            "ocr_confidence",
            "DOUBLE",
            "How sure OCR was, the mean over its words.",
            unit="percent",
            nullable=True,
        ),
        Column("encoding", "VARCHAR", "Legacy encoding that the text was converted from.", nullable=True),
        Column("fetched_at", "TIMESTAMPTZ", "When it was fetched.", nullable=True),
    ),
)

RELATED_LINKS = Table(
    name="related_links",
    description="One row per link from a version of an article to another article of its portal.",
    caution="As the page offered them when the version was first read; the list under a page changes daily.",
    key=("version_id", "url"),
    loading="collect",
    columns=(
        _ARTICLE_ID,
        _VERSION_ID,
        Column("run_id", "VARCHAR", "Run that read it, see runs."),
        Column("url", "VARCHAR", "Address of the other article."),
        Column("title", "VARCHAR", "Title of the other article as the link gives it."),
        Column("first_seen_at", "TIMESTAMPTZ", "When the version was first fetched."),
    ),
)
