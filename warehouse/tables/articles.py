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
        "text", "VARCHAR", "Canonical text: lead and body, without furniture. Offsets of facts count in it."
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
        Column("kind", "VARCHAR", "A news article or a row of a document list.", values=("news", "document")),
        Column(
            "url_key", "VARCHAR", "Canonical form of the address, by which the article is told from others."
        ),
        *_CONTENT,
        Column("version_id", "VARCHAR", "Current version, the one seen last; see article_versions."),
        Column("version_count", "INTEGER", "How many versions were seen.", unit="versions"),
        Column("first_seen_at", "TIMESTAMPTZ", "When the article was first fetched."),
        Column("last_seen_at", "TIMESTAMPTZ", "When the article was last fetched and read."),
        *_PLACE,
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
        Column("kind", "VARCHAR", "A news article or a row of a document list.", values=("news", "document")),
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
    ),
)

ATTACHMENTS = Table(
    name="attachments",
    description="One row per file that a version of an article offers.",
    caution="Files are listed, not fetched.",
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
