"""Tables of what facts are about: provinces as they were and are, indices, agencies, types of documents.

Their rows come whole with every run, from the readers' lexicon. What is not certain is empty there.
"""

from warehouse.tables.model import Column, Table

PROVINCES = Table(
    name="provinces",
    description="One row per province and time it existed in: the 63 before 1 July 2025 and the 34 since.",
    caution="A name alone tells no province: Gia Lai before and since that day are two. Ask with the day: "
    "coalesce(existed_from_on, day) <= day AND coalesce(existed_to_on, day) >= day.",
    key=("province_id",),
    loading="replace",
    columns=(
        Column("province_id", "VARCHAR", "Identity: gialai before the merger, gialai-2025 since."),
        Column("name", "VARCHAR", "Name that facts, articles and portals bear here, whatever the day."),
        Column("official_name", "VARCHAR", "Name in law: Huế since 2025, where name is Thừa Thiên Huế."),
        Column("is_city", "BOOLEAN", "Whether it is a city under the central government."),
        Column(
            "existed_from_on",
            "DATE",
            "First day as such; empty for provinces of before the merger, older than most articles.",
            nullable=True,
        ),
        Column("existed_to_on", "DATE", "Last day as such; empty if it still exists.", nullable=True),
        Column("successor", "VARCHAR", "Province that its area belongs to since 1 July 2025; itself if any."),
        Column(
            "is_name_kept",
            "BOOLEAN",
            "Whether it ended and a later row bears its name: the enlarged province, or the renamed one.",
        ),
        Column(
            "merged_from",
            "VARCHAR[]",
            "Of a province made by merger, the names of those it was made from; else empty.",
        ),
        Column("aliases", "VARCHAR[]", "Other spellings and short forms; empty if none."),
    ),
)

_CODE = "Code that facts bear: PAR_INDEX, PAPI."

INDICATORS = Table(
    name="indicators",
    description="One row per governance index that facts are read of.",
    caution="An empty column was not certain enough to be told.",
    key=("indicator",),
    loading="replace",
    columns=(
        Column("indicator", "VARCHAR", _CODE),
        Column("title_vi", "VARCHAR", "Name in Vietnamese."),
        Column("title_en", "VARCHAR", "Name in English, as its publisher writes it.", nullable=True),
        Column("publisher", "VARCHAR", "Who measures and publishes it.", nullable=True),
        Column(
            "unit",
            "VARCHAR",
            "Unit in which the publisher gives values; articles may write the other one.",
            nullable=True,
            values=("point", "percent"),
        ),
        Column(
            "scale_max", "INTEGER", "Full mark of the whole index now; see indicator_scales.", nullable=True
        ),
        Column("first_year", "INTEGER", "First year measured in all provinces.", nullable=True),
        Column("last_year", "INTEGER", "Last year measured, of one that has ended.", nullable=True),
        Column(
            "is_provincial",
            "BOOLEAN",
            "Whether it ranks the provinces with one another; if not, bodies within one.",
            nullable=True,
        ),
        Column("remark", "VARCHAR", "What to mind when comparing its values.", nullable=True),
    ),
)

INDICATOR_SCALES = Table(
    name="indicator_scales",
    description="One row per index and span of years with one full mark of the whole index.",
    key=("indicator", "first_year"),
    loading="replace",
    columns=(
        Column("indicator", "VARCHAR", _CODE),
        Column("first_year", "INTEGER", "First year of measurement with this scale."),
        Column("last_year", "INTEGER", "Last year with it; empty if it still holds.", nullable=True),
        Column("scale_max", "INTEGER", "Full mark of the whole index.", unit="points"),
    ),
)

AGENCIES = Table(
    name="agencies",
    description="One row per agency that indices rank by name, and per kind of body below a province.",
    caution="Departments are of every province that has one: «Sở Nội vụ» names 34 of them.",
    key=("name",),
    loading="replace",
    columns=(
        Column("name", "VARCHAR", "Name; of a kind of locality the word before its own name: huyện."),
        Column(
            "level",
            "VARCHAR",
            "Of the central government, of a province, or of a place within one.",
            values=("ministry", "department", "locality"),
        ),
        Column("aliases", "VARCHAR[]", "Short forms that facts may bear as well; empty if none."),
    ),
)

DOCUMENT_TYPES = Table(
    name="document_types",
    description="One row per type of official document.",
    key=("doc_type",),
    loading="replace",
    columns=(
        Column("doc_type", "VARCHAR", "Name of the type, as directives and documents bear it."),
        Column("signs", "VARCHAR[]", "What stands for the type in a sign: QĐ in 1037/QĐ-UBND."),
        Column("shared_signs", "VARCHAR[]", "Signs of other types that it bears too; empty if none."),
        Column(
            "used_by",
            "VARCHAR",
            "Whose rules name the type: those of the state (Decree 30/2020/NĐ-CP, the law on legal "
            "documents), of the Party (Regulation 66-QĐ/TW), or both.",
            nullable=True,
            values=("state", "party", "both"),
        ),
    ),
)

DIMENSIONS = (PROVINCES, INDICATORS, INDICATOR_SCALES, AGENCIES, DOCUMENT_TYPES)
