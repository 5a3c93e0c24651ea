"""Computed tables: which articles are one source, and how a score or rank stands to others of its thing."""

from warehouse.tables.model import Column, Table

SOURCES = Table(
    name="sources",
    description="One row per article: the source it counts as. Reprints of one text are one source, and so "
    "are a file and the page that offers it.",
    caution="Found by wording: texts are one where at least 75 percent of their fingerprints agree, or the "
    "whole text of 200 characters or more. Two reports that each were written anew from one press release "
    "are two.",
    key=("article_id",),
    loading="computed",
    columns=(
        Column("article_id", "VARCHAR", "Article, see articles."),
        Column("source_id", "VARCHAR", "The earliest article of its source by publication, see articles."),
        Column(
            "is_reprint", "BOOLEAN", "Whether an earlier article has the same text, or nearly the same one."
        ),
        Column(
            "likeness",
            "DOUBLE",
            "Share of the fingerprint that the text has in common with the earlier one most like it: from "
            "0.75 to 1, which is the same text; empty where it is no reprint.",
            nullable=True,
        ),
    ),
)

OBSERVATION_ID = Column(
    "observation_id",
    "VARCHAR",
    "Identity of the observation: 16 hex digits of index, component (without accents, case and "
    "punctuation), subject with its province, and period.",
)
PREVIOUS_ID = Column(
    "previous_observation_id",
    "VARCHAR",
    "Identity of the observation of the same thing a year before, whether there is one or not; empty where "
    "the period is no year.",
    nullable=True,
)
SUBJECT_PROVINCE = Column(
    "subject_province",
    "VARCHAR",
    "Province of the subject: itself, or of an agency that whose portal tells of it; empty for central "
    "bodies.",
    nullable=True,
)

OBSERVATION_FACTS = Table(
    name="observation_facts",
    description="One row per score or rank of a current version whose index, period and subject are known: "
    "the observation it is a statement of, and how it stands to the best value there.",
    caution="Left out are changes against anything but the time before, and what is neither reached nor "
    "aimed at.",
    key=("evidence_id",),
    loading="computed",
    columns=(
        Column("evidence_id", "VARCHAR", "The statement, see scores and ranks."),
        OBSERVATION_ID,
        PREVIOUS_ID,
        Column(
            "aspect",
            "VARCHAR",
            "What of the observation it states.",
            values=(
                "score",
                "score_change",
                "target_score",
                "rank",
                "regional_rank",
                "rank_change",
                "group",
                "target_rank",
            ),
        ),
        Column("article_id", "VARCHAR", "Article, see articles."),
        Column("source_id", "VARCHAR", "Source the article counts as, see sources."),
        SUBJECT_PROVINCE,
        Column(
            "compared_as",
            "VARCHAR",
            "Scale or field within which it is compared: percent (of the full mark), points, of 63 or of 34 "
            "(provinces before and since 1 July 2025), of 22 (agencies), the region; never across.",
            nullable=True,
        ),
        Column(
            "common_value",
            "DECIMAL(18,6)",
            "The value on that scale: 68.75 of a DTI of 0.6875; empty for groups.",
            nullable=True,
            unit="see compared_as",
        ),
        Column(
            "decimals",
            "INTEGER",
            "Decimals written, on that scale; less than 0 where it is written in tens: -1 of a DTI of 0.7.",
            unit="digits",
        ),
        Column(
            "full_mark",
            "DECIMAL(18,6)",
            "Of a score, the highest possible value: as written with it, else that of the whole index in "
            "the year.",
            nullable=True,
        ),
        Column("is_doubtful", "BOOLEAN", "Whether it bears a flag other than conflicting_values."),
        Column(
            "standing",
            "VARCHAR",
            "How it stands to the best value: agrees, after rounding to the fewer decimals (what its source "
            "states finer as well stands as that does); fits, as a TOP 10 fits a rank 7; differs; doubtful, "
            "differs and bears a flag; not_compared, on another scale or field.",
            values=("agrees", "fits", "differs", "doubtful", "not_compared"),
        ),
        Column("is_chosen", "BOOLEAN", "Whether it is the earliest statement of the best value."),
        Column(
            "level_check",
            "VARCHAR",
            "Of a change, whether it is the difference of the levels of its year and of the year before, "
            "within rounding, as such or as a share; unchecked where one is not known, is disputed, of "
            "another field or of another territory (the year before a merger).",
            nullable=True,
            values=("agrees", "contradicts", "unchecked"),
        ),
        Column(
            "implied_previous_value",
            "DECIMAL(18,6)",
            "Of a change, the level before that it implies, on that scale, where none is stated.",
            nullable=True,
        ),
    ),
)
