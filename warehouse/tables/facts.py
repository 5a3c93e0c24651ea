"""Tables of facts, one per kind. What a fact is stands in the project's contract of facts."""

from warehouse.tables.model import Column, Table

_EVIDENCE = (
    Column(
        "evidence_id", "VARCHAR", "Where the fact was read: 16 hex digits of version, kind, span and ordinal."
    ),
    Column(
        "fact_key",
        "VARCHAR",
        "What the fact is about, whatever its value: 16 hex digits. Facts of two articles share it only "
        "where indicator, period and subject (or the document's sign and year) are all known; a quantity, "
        "person or assignment never does. Changes are also told apart by what they are measured against, "
        "documents of provincial bodies by the portal's province.",
    ),
    Column("article_id", "VARCHAR", "Article, see articles."),
    Column("version_id", "VARCHAR", "Version of the article the fact stands in, see article_versions."),
    Column("run_id", "VARCHAR", "Run that fetched that version, see runs."),
    Column("start_offset", "INTEGER", "First character of the quote in the text.", unit="code points from 0"),
    Column("end_offset", "INTEGER", "Character behind the quote in the text.", unit="code points from 0"),
    Column("quote", "VARCHAR", "The words that carry the value: substring(text, start_offset + 1, length)."),
    Column("sentence", "VARCHAR", "The sentence around the quote, as in the text.", rights="excerpt"),
    Column(
        "sentence_start", "INTEGER", "First character of the sentence in the text.", unit="code points from 0"
    ),
)

_READING = (
    Column("rule", "VARCHAR", "Rule that read the fact."),
    Column("extractor_version", "VARCHAR", "Version of the fact rules."),
    Column(
        "flags",
        "VARCHAR[]",
        "Doubts about the source itself, such as value_exceeds_scale; empty if none. The data dictionary "
        "lists them all under Flags.",
    ),
    Column("first_seen_at", "TIMESTAMPTZ", "When the version that states the fact was first fetched."),
)

_STATUS = Column(
    "status",
    "VARCHAR",
    "Reached or aimed at; empty for norms.",
    nullable=True,
    values=("actual", "target"),
)

_ABOUT = (
    Column(
        "indicator",
        "VARCHAR",
        "Code of the index (PAR_INDEX, PAPI, PCI, SIPAS, DTI, ICT, PGI, PII, DDCI, DVC, or OTHER with the "
        "name as component); empty where the text does not tell.",
        nullable=True,
    ),
    Column(
        "component", "VARCHAR", "Component of the index as written; empty for the whole index.", nullable=True
    ),
    Column(
        "period",
        "VARCHAR",
        "Year or interval the value is of, ISO 8601 with its own precision (2024, 2024-Q1, 2021/2025); "
        "of a change, the newer year.",
        nullable=True,
    ),
    Column(
        "subject",
        "VARCHAR",
        "Canonical name of the province or agency measured; empty for averages, regions and the country.",
        nullable=True,
    ),
    _STATUS,
)

#: At the end of the tables, where files of an older schema got it too.
_COMPARED = Column(
    "compared_with",
    "VARCHAR",
    "Of a change, what it is measured against: earlier (the time before its period), earlier 2019 (another "
    "year), average, gap (a difference to something unnamed), or the words of what is named. Empty for "
    "others, and in rows last read before schema 4.",
    nullable=True,
)

SCORES = Table(
    name="scores",
    description="One row per measured value of a governance index that an article states.",
    caution="Rows are statements, not observations: one value told by two articles is two rows. "
    "Scales differ between indices and years; compare only within one.",
    key=("evidence_id",),
    loading="reading",
    kind="score",
    columns=(
        *_EVIDENCE,
        Column("value", "DECIMAL(18,6)", "The value; signed where value_kind is change.", unit="see unit"),
        Column("unit", "VARCHAR", "Unit of the value.", values=("point", "percent")),
        Column("scale_max", "DECIMAL(18,6)", "Highest possible value, where written with it.", nullable=True),
        Column("value_kind", "VARCHAR", "The value itself, or a change of it.", values=("level", "change")),
        *_ABOUT,
        *_READING,
        _COMPARED,
    ),
)

RANKS = Table(
    name="ranks",
    description="One row per place in an ordering that an article states.",
    caution="Ranks out of 63 provinces (to 30 June 2025) and out of 34 are not comparable.",
    key=("evidence_id",),
    loading="reading",
    kind="rank",
    columns=(
        *_EVIDENCE,
        Column(
            "rank", "INTEGER", "Place, or places moved (up is positive); empty for groups.", nullable=True
        ),
        Column("bound", "VARCHAR", "The place itself, or the last of a range.", values=("exact", "at_most")),
        Column("out_of", "INTEGER", "How many were ranked, where written with it.", nullable=True),
        Column("group_name", "VARCHAR", "Group of places: A, Tốt, Trung bình cao.", nullable=True),
        Column("rank_kind", "VARCHAR", "A place, a move, or a group.", values=("level", "change", "group")),
        Column("scope", "VARCHAR", "Among whom, as written: cả nước, Đông Nam bộ.", nullable=True),
        *_ABOUT,
        *_READING,
        _COMPARED,
    ),
)

DATES = Table(
    name="dates",
    description="One row per point or span of time that an article names.",
    key=("evidence_id",),
    loading="reading",
    kind="date",
    columns=(
        *_EVIDENCE,
        Column(
            "date_value",
            "VARCHAR",
            "ISO 8601 with its own precision: 2024-06-01, 2024-06, 2024-Q1, 2021/2025.",
        ),
        Column(
            "grain",
            "VARCHAR",
            "Precision of the value.",
            values=("day", "month", "quarter", "half", "year", "range"),
        ),
        Column("is_relative", "BOOLEAN", "Worked out from the publication date («năm nay», «tháng trước»)."),
        *_READING,
    ),
)

DIRECTIVES = Table(
    name="directives",
    description="One row per mention of a numbered official document.",
    caution="Mentions, not documents: year, date and issuer are what stands with that mention. Numbers "
    "start anew every year with every issuer.",
    key=("evidence_id",),
    loading="reading",
    kind="directive",
    columns=(
        *_EVIDENCE,
        Column("doc_type", "VARCHAR", "Type of document in Vietnamese: Quyết định, Kế hoạch.", nullable=True),
        Column("number", "VARCHAR", "Number as written, without «số»: 1037, 09."),
        Column("symbol", "VARCHAR", "Whole number-and-sign, mended: 1037/QĐ-UBND.", nullable=True),
        Column("year", "INTEGER", "Year of issue, where it stands with the mention.", nullable=True),
        Column("issued_on", "DATE", "Day of issue, where it stands with the mention.", nullable=True),
        Column("issuer", "VARCHAR", "Who issued it, as written.", nullable=True),
        *_READING,
    ),
)

QUANTITIES = Table(
    name="quantities",
    description="One row per counted or measured amount that an article states and that is no index score.",
    caution="Units are as written: «tỷ đồng» and «triệu đồng», «hồ sơ» and «HS» are different units, so sum "
    "nothing across them. No period or subject is read; the sentence has them.",
    key=("evidence_id",),
    loading="reading",
    kind="quantity",
    columns=(
        *_EVIDENCE,
        Column("value", "DECIMAL(18,6)", "The number, unsigned also of a fall.", unit="see unit"),
        Column("unit", "VARCHAR", "Unit as written, with its multiplier: TTHC, tỷ đồng, %."),
        Column("out_of", "DECIMAL(18,6)", "The whole, of «17/40 nhiệm vụ».", nullable=True, unit="see unit"),
        Column("of_what", "VARCHAR", "What is counted or measured, short, as written.", nullable=True),
        _STATUS,
        *_READING,
    ),
)

PERSONS = Table(
    name="persons",
    description="One row per mention of an official by name and title.",
    caution="Mentions, not people: one name may be several people, and one person is named with several "
    "titles over the years. The quote is the name.",
    key=("evidence_id",),
    loading="reading",
    kind="person",
    columns=(
        *_EVIDENCE,
        Column("person_name", "VARCHAR", "Name as written, without «ông», «bà», «đồng chí»."),
        Column("person_title", "VARCHAR", "Whole title as written, several joined by commas."),
        Column("organization", "VARCHAR", "First body named in the title, as written.", nullable=True),
        *_READING,
    ),
)

ASSIGNMENTS = Table(
    name="assignments",
    description="One row per task that an article says was given to an agency.",
    caution="The quote is the whole clause and may hold other facts, such as the deadline's date.",
    key=("evidence_id",),
    loading="reading",
    kind="assignment",
    columns=(
        *_EVIDENCE,
        Column("assignee", "VARCHAR", "Agency that leads, as written; two are joined by a comma."),
        Column("cooperating", "VARCHAR[]", "Agencies told to work with it, as written; empty if none."),
        Column("task", "VARCHAR", "The task as written, without its deadline."),
        Column(
            "deadline",
            "VARCHAR",
            "By when: ISO 8601 with its own precision (2024-06-30, 2024-Q2).",
            nullable=True,
        ),
        *_READING,
        Column(
            "directive",
            "VARCHAR",
            "Document under which the task was given: its symbol, or the words that name it. Empty where "
            "none is told, and in rows last read before schema 3.",
            nullable=True,
        ),
    ),
)
