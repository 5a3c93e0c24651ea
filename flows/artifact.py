"""The morning report as an artifact of Prefect, beside the run that it is of."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from pipelines.morning.report import MorningReport
from pipelines.run import Night

logger = logging.getLogger(__name__)

#: The artifact's key in Prefect: all reports are versions of one.
KEY = "morning-report"
#: Seconds that Prefect has to take it: a server that is gone must hold up no run.
_PATIENCE = 20.0
#: The same for a run that was stopped: what stops it does not wait long, and may have ended the server too.
_HURRIED = 4.0


@asynccontextmanager
async def telling(night: Night) -> AsyncIterator[None]:
    """Report how the stages of the ``with`` body ended, whether well or not, as a file and an artifact."""
    try:
        yield
    except asyncio.CancelledError:
        raise  # what cancelled the stages is told by the night itself
    except BaseException as error:
        await _show(night.tell(error))
        raise
    await _show(night.tell())


async def _show(report: MorningReport) -> None:
    """Give ``report`` to Prefect; where that fails, it stands in its file all the same."""
    # Prefect reads its environment when it is imported, which must not be before that is set.
    from prefect.artifacts import acreate_markdown_artifact  # noqa: PLC0415

    try:
        made = acreate_markdown_artifact(report.markdown(), KEY, report.subject)
        await asyncio.wait_for(made, _HURRIED if report.status == "stopped" else _PATIENCE)
    except Exception as error:  # noqa: BLE001 - whatever ails the server, the run has ended and its report is kept
        logger.warning("Prefect did not take the report: %s", error)
