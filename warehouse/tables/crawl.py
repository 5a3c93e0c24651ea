"""Tables about the crawl: which portals, which runs, which fetched pages, and what was refused and why."""

from warehouse.tables.model import Column, Table

PORTALS = Table(
    name="portals",
    description="One row per portal that is configured.",
    key=("portal_id",),
    loading="upsert",
    columns=(
        Column("portal_id", "VARCHAR", "Short name of the portal, as in its portal file: binhdinh."),
        Column("name", "VARCHAR", "Name of the portal in Vietnamese."),
        Column(
            "province",
            "VARCHAR",
            "Province whose government publishes the portal, by its name before 1 July 2025.",
            nullable=True,
        ),
        Column("platform", "VARCHAR", "Content management system, which decides how pages are read."),
        Column("base_url", "VARCHAR", "Address of the portal as it was crawled."),
    ),
)

RUNS = Table(
    name="runs",
    description="One row per run of the crawl-to-publish flow.",
    key=("run_id",),
    loading="upsert",
    columns=(
        Column("run_id", "VARCHAR", "Identity of the run."),
        Column("started_at", "TIMESTAMPTZ", "When the run began."),
        Column("finished_at", "TIMESTAMPTZ", "When the run ended; empty while it runs.", nullable=True),
        Column(
            "status", "VARCHAR", "How the run went over all its portals.", values=("ok", "partial", "failed")
        ),
        Column("gat_version", "VARCHAR", "Version of Gặt that ran."),
        Column(
            "extractor_version", "VARCHAR", "Version of the fact rules that read the articles of this run."
        ),
    ),
)

RUN_PORTALS = Table(
    name="run_portals",
    description="One row per run and portal: what was asked for, fetched, found and refused.",
    caution="Counts are of this run alone; a night without news has few items and is no failure.",
    key=("run_id", "portal_id"),
    loading="upsert",
    columns=(
        Column("run_id", "VARCHAR", "Run, see runs."),
        Column("portal_id", "VARCHAR", "Portal, see portals."),
        Column("status", "VARCHAR", "How the crawl of this portal went.", values=("ok", "partial", "failed")),
        Column("reason", "VARCHAR", "Why the status is not ok.", nullable=True),
        Column("started_at", "TIMESTAMPTZ", "When the crawl of the portal began.", nullable=True),
        Column("finished_at", "TIMESTAMPTZ", "When the crawl of the portal ended.", nullable=True),
        Column("requests", "BIGINT", "HTTP requests sent.", unit="requests"),
        Column("listing_pages", "BIGINT", "Pages of lists of articles received.", unit="pages"),
        Column("article_pages", "BIGINT", "Article pages received.", unit="pages"),
        Column("not_modified", "BIGINT", "Article pages the server said had not changed.", unit="pages"),
        Column("items_seen", "BIGINT", "Articles the listings named.", unit="articles"),
        Column("items_new", "BIGINT", "Of these, seen for the first time.", unit="articles"),
        Column("items_known", "BIGINT", "Of these, known from earlier runs.", unit="articles"),
        Column(
            "rejected", "BIGINT", "Pages received and refused as no article while crawling.", unit="pages"
        ),
        Column("rejected_reasons", "VARCHAR", "JSON object: reason of refusal -> pages."),
        Column(
            "stops",
            "VARCHAR",
            "JSON object: section of the portal -> why its listing was not followed further.",
        ),
        Column(
            "expectations",
            "VARCHAR",
            "JSON list of the portal's expectations, each with name, ok and detail.",
        ),
    ),
)

CAPTURES = Table(
    name="captures",
    description="One row per fetched page that evidences an article version, with its place in the archive.",
    caution="Pages that changed nothing are in the archive and in the crawl's ledger, not here.",
    key=("capture_id",),
    loading="append",
    columns=(
        Column("capture_id", "VARCHAR", "Identity of the capture."),
        Column("run_id", "VARCHAR", "Run that fetched it, see runs."),
        Column("portal_id", "VARCHAR", "Portal, see portals."),
        Column("url", "VARCHAR", "Address that was asked for."),
        Column("final_url", "VARCHAR", "Address that answered, after redirects."),
        Column(
            "fetched_at",
            "TIMESTAMPTZ",
            "When the portal sent the bytes: to us, or to the archive they come from.",
        ),
        Column("http_status", "INTEGER", "HTTP status of the answer."),
        Column("content_type", "VARCHAR", "Content-Type header of the answer.", nullable=True),
        Column("sha256", "VARCHAR", "SHA-256 of the body as received, in hex."),
        Column("warc_file", "VARCHAR", "WARC file, relative to the archive folder."),
        Column("warc_offset", "BIGINT", "Where the record starts in the WARC file.", unit="bytes"),
        Column("warc_length", "BIGINT", "Length of the compressed record.", unit="bytes"),
        Column(
            "source_kind",
            "VARCHAR",
            "Where the bytes came from: the portal itself, a WARC file, or a web archive.",
            values=("live", "warc", "wayback", "commoncrawl"),
        ),
    ),
)

REJECTIONS = Table(
    name="rejections",
    description="One row per fetched page, or part of it, that did not become a row, and why.",
    caution="A page that is read in a later run leaves this table.",
    key=("capture_id", "url", "reason"),
    loading="append",
    columns=(
        Column("capture_id", "VARCHAR", "Identity of the capture in the crawl's ledger."),
        Column("run_id", "VARCHAR", "Run that fetched the page, see runs."),
        Column("portal_id", "VARCHAR", "Portal, see portals."),
        Column("url", "VARCHAR", "Address of the page or of the refused part."),
        Column(
            "reason",
            "VARCHAR",
            "Short code of the reason: no_title, no_body, blocked, value_out_of_range, quote_not_at_span.",
        ),
        Column("detail", "VARCHAR", "What was seen.", nullable=True),
        Column("fetched_at", "TIMESTAMPTZ", "When the page was received."),
    ),
)
