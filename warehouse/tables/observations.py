"""What all statements of one thing together tell: a computed table, one row per thing and period."""

from collections.abc import Iterator
from dataclasses import replace

from warehouse.tables.facts import SCORES
from warehouse.tables.model import Column, Table
from warehouse.tables.statements import OBSERVATION_ID, PREVIOUS_ID, SUBJECT_PROVINCE

_ABOUT = {column.name: column for column in SCORES.columns}


def _support(name: str, what: str) -> Iterator[Column]:
    """Yield how well the best value of ``name`` is supported."""
    yield Column(
        f"{name}_sources", "INTEGER", f"Independent sources of {what}.", nullable=True, unit="sources"
    )
    yield Column(
        f"{name}_articles", "INTEGER", f"Articles that state {what}.", nullable=True, unit="articles"
    )


def _dispute(name: str, what: str) -> Iterator[Column]:
    """Yield whether the best value of ``name`` is in doubt, and whether others differ from it."""
    yield Column(
        f"is_{name}_doubtful",
        "BOOLEAN",
        f"Whether every statement of the {what} bears a flag that doubts it: no value without one is stated.",
        nullable=True,
    )
    yield Column(
        f"is_{name}_conflict",
        "BOOLEAN",
        f"Whether an article, be it a reprint, states only another {what}, without a flag, on the same scale "
        "or field.",
        nullable=True,
    )
    yield Column(
        f"{name}_conflict",
        "VARCHAR",
        f"Of a conflict, each {what} with its independent sources: 88.66 (2), 87.66 (1).",
        nullable=True,
    )
    yield _evidence(name, f"Earliest statement of {what}")


def _evidence(name: str, what: str) -> Column:
    return Column(f"{name}_evidence_id", "VARCHAR", f"{what}, for `gat explain`.", nullable=True)


def _number(name: str, kind: str, description: str, unit: str | None = None) -> Column:
    return Column(name, kind, description, nullable=True, unit=unit)


_SCORE, _RANK = "DECIMAL(18,6)", "INTEGER"

OBSERVATIONS = Table(
    name="observations",
    description="One row per index, component, subject and period: what the current articles together tell "
    "of it.",
    caution="The best value is what most independent sources state, without flags before with them; it is "
    "not checked against the publisher's own table. Empty is not stated, or not read.",
    key=("observation_id",),
    loading="computed",
    columns=(
        OBSERVATION_ID,
        PREVIOUS_ID,
        replace(_ABOUT["indicator"], nullable=False),
        Column(
            "component",
            "VARCHAR",
            "Component of the index, as most often written; empty for the whole index.",
            nullable=True,
        ),
        replace(_ABOUT["subject"], nullable=False),
        SUBJECT_PROVINCE,
        replace(_ABOUT["period"], nullable=False),
        _number("year", "INTEGER", "Year of the period, of an interval its first."),
        _number("score", _SCORE, "The best score reached.", "see score_unit"),
        Column("score_unit", "VARCHAR", "Unit of score.", nullable=True, values=("point", "percent")),
        _number(
            "full_mark", _SCORE, "Highest possible score: as written, else of the whole index in the year."
        ),
        Column(
            "score_scale",
            "VARCHAR",
            "Scale that scores are compared on: percent (of the full mark) or points.",
            nullable=True,
            values=("percent", "points"),
        ),
        *_support("score", "that score, or a rounding of it and nothing finer"),
        _number("score_min", _SCORE, "Lowest score stated without a flag on that scale.", "see score_unit"),
        _number("score_max", _SCORE, "Highest score stated without a flag on that scale.", "see score_unit"),
        *_dispute("score", "score"),
        _number("rank", _RANK, "The best rank reached, of a province in the country."),
        Column(
            "rank_bound",
            "VARCHAR",
            "The place itself, or the last of a range (TOP 10).",
            nullable=True,
            values=("exact", "at_most"),
        ),
        _number("out_of", _RANK, "How many were ranked, as written.", "subjects"),
        _number(
            "field_size",
            _RANK,
            "How many were ranked: as written, else 63 for a province to 2024 and 34 from 2025.",
            "subjects",
        ),
        Column(
            "is_field_size_stated", "BOOLEAN", "Whether field_size is written with the rank.", nullable=True
        ),
        *_support("rank", "that rank"),
        _number("rank_min", _RANK, "Highest place stated without a flag in that field."),
        _number("rank_max", _RANK, "Lowest place stated without a flag in that field."),
        *_dispute("rank", "rank"),
        _number("regional_rank", _RANK, "The best rank of a province in its region."),
        Column("regional_scope", "VARCHAR", "The region, as written.", nullable=True),
        _number("regional_out_of", _RANK, "How many were ranked in the region, as written.", "subjects"),
        *_support("regional_rank", "that regional rank"),
        *_dispute("regional_rank", "regional rank"),
        Column("group_name", "VARCHAR", "Group of places: A, Trung bình cao.", nullable=True),
        *_support("group", "that group"),
        *_dispute("group", "group"),
        _number("target_score", _SCORE, "The score aimed at.", "see target_score_unit"),
        Column(
            "target_score_unit",
            "VARCHAR",
            "Unit of target_score.",
            nullable=True,
            values=("point", "percent"),
        ),
        _evidence("target_score", "Earliest statement of that target"),
        Column(
            "is_target_score_reached",
            "BOOLEAN",
            "Whether score is the target or more; empty where one is not known or on another scale.",
            nullable=True,
        ),
        _number("target_rank", _RANK, "The rank aimed at, or the last that would do (TOP 10)."),
        _evidence("target_rank", "Earliest statement of that target"),
        Column(
            "is_target_rank_reached",
            "BOOLEAN",
            "Whether rank is the target or better; empty where one is not known or in another field.",
            nullable=True,
        ),
        _number("score_change", _SCORE, "Change on the time before, as stated.", "see score_change_unit"),
        Column(
            "score_change_unit",
            "VARCHAR",
            "Unit of score_change.",
            nullable=True,
            values=("point", "percent"),
        ),
        _evidence("score_change", "Earliest statement of that change"),
        Column(
            "score_change_check",
            "VARCHAR",
            "Whether that change fits the scores, see level_check of observation_facts.",
            nullable=True,
            values=("agrees", "contradicts", "unchecked"),
        ),
        _number(
            "implied_previous_score",
            _SCORE,
            "Score of the year before that the change implies, where none is stated.",
            "see score_unit",
        ),
        _number(
            "rank_change", _RANK, "Places moved on the time before, as stated; up is positive.", "places"
        ),
        _evidence("rank_change", "Earliest statement of that move"),
        Column(
            "rank_change_check",
            "VARCHAR",
            "Whether that move fits the ranks, see level_check of observation_facts.",
            nullable=True,
            values=("agrees", "contradicts", "unchecked"),
        ),
        _number("implied_previous_rank", _RANK, "Rank before that the move implies, where none is stated."),
        Column("evidence_ids", "VARCHAR[]", "All statements of this observation, see observation_facts."),
        Column("first_seen_at", "TIMESTAMPTZ", "When the first of its statements was first fetched."),
        Column("last_seen_at", "TIMESTAMPTZ", "When an article with one of its statements was last fetched."),
    ),
)
