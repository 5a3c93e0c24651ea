"""Tables about what became of texts and facts: edits, readings made anew, and corrections of the operator."""

from warehouse.tables.model import Column, Table

_KINDS = ("score", "rank", "date", "directive", "quantity", "person", "assignment")
_KIND = Column("kind", "VARCHAR", "Kind of the fact.", values=_KINDS)
_ARTICLE_ID = Column("article_id", "VARCHAR", "Article, see articles.")
_CORRECTION_ID = Column(
    "correction_id", "VARCHAR", "Identity of the correction: 16 hex digits of the fact it names."
)
_ACTION = Column(
    "action",
    "VARCHAR",
    "What is done: value puts another value in the place of the stated one, drop leaves the fact out.",
    values=("value", "drop"),
)

VERSION_CHANGES = Table(
    name="version_changes",
    description="One row per version of an article after its first: what changed since the version before.",
    caution="Of a sentence the words around the edit are kept, of each version at most ten sentences, over "
    "all edits of an article no more than a third of its shortest version, and nothing if that has fewer "
    "than 300 characters; older edits come first. The counts are of all.",
    key=("version_id",),
    loading="computed",
    columns=(
        Column("version_id", "VARCHAR", "The newer version, see article_versions."),
        Column("previous_version_id", "VARCHAR", "The version before, by when each was first seen."),
        _ARTICLE_ID,
        Column("version_no", "INTEGER", "Number of the newer version, from 2."),
        Column("is_title_changed", "BOOLEAN", "Whether the title differs."),
        Column("is_text_changed", "BOOLEAN", "Whether the text differs."),
        Column("sentences_removed", "VARCHAR[]", "Sentences that only the version before has, cut."),
        Column("sentences_added", "VARCHAR[]", "Sentences that only the newer version has, cut."),
        Column("removed_count", "INTEGER", "Sentences that only the version before has.", unit="sentences"),
        Column("added_count", "INTEGER", "Sentences that only the newer version has.", unit="sentences"),
        Column(
            "removed_length",
            "INTEGER",
            "How much went: of a sentence that was edited, the part between what stayed.",
            unit="code points",
        ),
        Column(
            "added_length",
            "INTEGER",
            "How much came: of a sentence that was edited, the part between what stayed.",
            unit="code points",
        ),
        Column("first_seen_at", "TIMESTAMPTZ", "When the newer version was first fetched."),
    ),
)

FACT_CHANGES = Table(
    name="fact_changes",
    description="One row per fact that was gained, lost or changed when a version was read again by another "
    "version of the fact rules or of the page's reader.",
    caution="The page said the same all the time: what a portal edited is in version_changes.",
    key=("change_id",),
    loading="upsert",
    columns=(
        Column("change_id", "VARCHAR", "Identity of the change: 16 hex digits of run, fact and change."),
        Column("run_id", "VARCHAR", "Run that read the version again, see runs."),
        _ARTICLE_ID,
        Column("version_id", "VARCHAR", "Version of the article as it was read this time."),
        _KIND,
        Column(
            "change",
            "VARCHAR",
            "The fact was not read before, is not read any more, or says something else now.",
            values=("gained", "lost", "changed"),
        ),
        Column("fact_key", "VARCHAR", "What the fact is about; of a lost one, what it was about."),
        Column("evidence_id", "VARCHAR", "The fact as it is read now; a lost one as it was."),
        Column("quote", "VARCHAR", "The words that carry the value; of a lost fact, those that did."),
        Column("old_value", "VARCHAR", "Value before, as in out_facts; empty if gained.", nullable=True),
        Column("new_value", "VARCHAR", "Value now, as in out_facts; empty if lost.", nullable=True),
        Column(
            "old_attributes",
            "VARCHAR",
            "JSON object of the fact's columns before: of a changed one those that differ.",
            nullable=True,
        ),
        Column(
            "new_attributes",
            "VARCHAR",
            "JSON object of the fact's columns now: of a changed one those that differ.",
            nullable=True,
        ),
        Column("old_extractor_version", "VARCHAR", "Version of the fact rules that read it before."),
        Column("new_extractor_version", "VARCHAR", "Version of the fact rules that read it now."),
        Column("old_parser", "VARCHAR", "Reader of the page before, with its version: vhv 1."),
        Column("new_parser", "VARCHAR", "Reader of the page now, with its version: vhv 2."),
    ),
)

CORRECTIONS = Table(
    name="corrections",
    description="One row per correction that the operator declared in a file, with reason and source.",
    caution="What a page says is kept as it says it; a correction stands beside it.",
    key=("correction_id",),
    loading="replace",
    columns=(
        _CORRECTION_ID,
        Column(
            "evidence_id",
            "VARCHAR",
            "Which of several facts with these words is meant, until its page is read anew; else empty.",
            nullable=True,
        ),
        Column("url", "VARCHAR", "Address of the article it is of."),
        _KIND,
        Column("quote", "VARCHAR", "Words that carry the value."),
        Column("wrong", "VARCHAR", "What is wrong."),
        _ACTION,
        Column(
            "corrected_value", "VARCHAR", "The right value, as in out_facts; empty to drop.", nullable=True
        ),
        Column("reason", "VARCHAR", "Why it is corrected."),
        Column("source", "VARCHAR", "Address of what proves it."),
        Column("declared_by", "VARCHAR", "Who declared it."),
        Column("declared_on", "DATE", "When it was declared."),
        Column("expires_on", "DATE", "Last day on which it holds; empty for no end.", nullable=True),
    ),
)

CORRECTION_STATES = Table(
    name="correction_states",
    description="One row per correction: whether it holds on the day of the last run, and of which facts.",
    key=("correction_id",),
    loading="computed",
    columns=(
        _CORRECTION_ID,
        Column(
            "state",
            "VARCHAR",
            "It holds, its time is over, or no fact is found that it names, or not one alone.",
            values=("active", "expired", "unmatched"),
        ),
        Column(
            "state_reason",
            "VARCHAR",
            "Why it does not hold: its last day is over, the fact is in no current version, it is read with "
            "the corrected value now, the source now says that, there is no such fact, or its page was read "
            "anew and several facts have the words of the one whose id it gives.",
            nullable=True,
            values=(
                "day_passed",
                "not_current",
                "read_as_corrected",
                "source_corrected",
                "no_such_fact",
                "several_facts",
            ),
        ),
        Column("evidence_ids", "VARCHAR[]", "Facts of current versions that it names."),
    ),
)

CORRECTED_FACTS = Table(
    name="corrected_facts",
    description="One row per fact of a current version that an active correction is of.",
    key=("evidence_id",),
    loading="computed",
    columns=(
        Column("evidence_id", "VARCHAR", "The fact, see out_facts."),
        _CORRECTION_ID,
        _ACTION,
        Column(
            "corrected_value", "VARCHAR", "The right value, as in out_facts; empty to drop.", nullable=True
        ),
    ),
)
