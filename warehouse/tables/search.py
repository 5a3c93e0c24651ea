"""Tables made for ``gat search``: texts in the form in which they are compared, and the words in them."""

from warehouse.folding import TONES, folded_sql
from warehouse.tables.model import Column, Table

SEARCH_TEXTS = Table(
    name="search_texts",
    description="One row per title of a current article, and per sentence of it that states facts, with the "
    "text as it is compared by `gat search`.",
    caution="Made for gat search: sentences without facts are not here, of a long one the published part is.",
    key=("article_id", "is_title", "passage_start", "passage_length"),
    loading="computed",
    order=("is_title DESC", "published_at DESC NULLS LAST", "article_id", "passage_start", "passage_length"),
    columns=(
        Column("article_id", "VARCHAR", "Article, see articles."),
        Column("version_id", "VARCHAR", "Its current version, see article_versions."),
        Column("is_title", "BOOLEAN", "Whether the passage is the title; else it is a sentence of the text."),
        Column(
            "passage_start",
            "INTEGER",
            "First character of the passage in the text, as sentence_start of its facts; 0 of a title.",
            unit="code points from 0",
        ),
        Column("passage_length", "INTEGER", "Length of the passage.", unit="code points"),
        Column("published_at", "TIMESTAMPTZ", "As in articles.", nullable=True),
        Column("passage", "VARCHAR", "The passage as the page writes it."),
        Column(
            "folded",
            "VARCHAR",
            "The words of the passage in lower case without accents, a blank around each: "
            f"{folded_sql('passage')}.",
        ),
        Column(
            "spelt",
            "VARCHAR",
            f"The same with accents, in Unicode NFC, tone marks in one place: {TONES}.",
        ),
    ),
)

SEARCH_WORDS = Table(
    name="search_words",
    description="One row per word of search_texts.",
    caution="Made for gat search, which proposes the nearest of them; words with digits are left out.",
    key=("word",),
    loading="computed",
    columns=(
        Column("word", "VARCHAR", "The word in lower case without accents."),
        Column("passage_count", "BIGINT", "Passages that hold it.", unit="passages"),
    ),
)
