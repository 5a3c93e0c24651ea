"""The folder ``reports/``: three files for each run, and ``latest.*``, links to those of the newest.

A report is written whole or not at all. The JSON comes last and is what programs go by.
"""

import json
import os
import re
from pathlib import Path

from pipelines.errors import PipelineError
from pipelines.morning.report import MorningReport
from warehouse.durable import sync

FOLDER = "reports"
LATEST = "latest"
_KEPT = 400
_FORMATS = ("md", "html", "json")
_RUN_ID = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{4,}")


class NoReportError(PipelineError):
    """There is no report of that run, or none at all."""

    exit_code = 2


def write_report(data: Path, report: MorningReport, *, is_latest: bool = True) -> Path:
    """Write ``report`` in all formats, point ``latest`` at it, and return the path of its Markdown.

    All but the newest 400 are removed. Raises OSError where it cannot be written.
    """
    folder = data / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    texts = {
        "md": report.markdown(),
        "html": report.html(is_shelved=True),
        "json": json.dumps(report.as_json(), ensure_ascii=False, indent=1) + "\n",
    }
    for ending in _FORMATS:
        _replace(folder / f"{report.run_id}.{ending}", texts[ending])
        if is_latest:
            _link(folder / f"{LATEST}.{ending}", f"{report.run_id}.{ending}")
    sync(folder)
    for run_id in run_ids(data)[:-_KEPT]:
        if run_id != report.run_id:
            for ending in _FORMATS:
                (folder / f"{run_id}.{ending}").unlink(missing_ok=True)
    return report_path(data, report.run_id)


def report_path(data: Path, run_id: str) -> Path:
    """Return where the Markdown of a run's report lies."""
    return data / FOLDER / f"{run_id}.md"


def run_ids(data: Path) -> list[str]:
    """Return the runs that have a report, oldest first."""
    return sorted(path.stem for path in (data / FOLDER).glob("*.json") if _RUN_ID.fullmatch(path.stem))


def latest_report(data: Path) -> MorningReport | None:
    """Return the latest report that can be read, or None."""
    for name in (LATEST, *reversed(run_ids(data))):
        try:
            return MorningReport.from_json((data / FOLDER / f"{name}.json").read_bytes())
        except (OSError, ValueError):
            continue
    return None


def read_report(data: Path, run_id: str) -> MorningReport:
    """Return the report of a run. Raises NoReportError where there is none that can be read."""
    path = data / FOLDER / f"{run_id}.json"
    if not _RUN_ID.fullmatch(run_id) or not path.exists():
        there = run_ids(data)
        newest = f"; the newest is {there[-1]}" if there else ": no run has ended there yet"
        raise NoReportError(f"there is no report of run {run_id!r} in {data / FOLDER}{newest}")
    try:
        return MorningReport.from_json(path.read_bytes())
    except (OSError, ValueError) as error:
        first = str(error).splitlines()[0]
        raise NoReportError(f"{path} cannot be read ({first}): look at the .md or .html beside it") from error


def _replace(path: Path, text: str) -> None:
    partial = _partial(path)
    partial.write_text(text, "utf-8")
    sync(partial)
    partial.replace(path)


def _link(link: Path, target: str) -> None:
    partial = _partial(link)
    partial.unlink(missing_ok=True)
    partial.symlink_to(target)
    partial.replace(link)


def _partial(path: Path) -> Path:
    # With the number of the process: one that is refused writes while another is at work.
    return path.with_name(f".{path.name}.{os.getpid()}.tmp")
