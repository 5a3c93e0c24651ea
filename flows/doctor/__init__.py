"""What Gặt needs of a machine, looked at one thing after the other. Nothing is changed on the machine."""

from collections.abc import Callable, Iterable

from flows.doctor.clock import look_at_clock
from flows.doctor.finding import Finding
from flows.doctor.folder import look_at_folder
from flows.doctor.machine import look_at_machine
from flows.doctor.runs import look_at_backups, look_at_runs
from flows.doctor.server import look_at_server
from flows.doctor.setup import look_at_setup
from flows.doctor.software import look_at_software
from flows.settings import Settings

__all__ = ["Finding", "examine"]

_LOOKS: dict[str, Callable[[Settings], Iterable[Finding]]] = {
    "software": look_at_software,
    "machine": look_at_machine,
    "setup": look_at_setup,
    "folder": look_at_folder,
    "clock": look_at_clock,
    "prefect": look_at_server,
    "runs": look_at_runs,
    "backups": look_at_backups,
}


def examine(settings: Settings) -> list[Finding]:
    """Look at everything; what cannot be looked at is a finding too."""
    findings: list[Finding] = []
    for name, look in _LOOKS.items():
        try:
            findings += look(settings)
        except Exception as error:  # noqa: BLE001 - whatever is broken, the rest is looked at
            said = f"{type(error).__name__}: {error}"
            findings.append(
                Finding("missing", name, f"cannot be looked at ({said}): gat verify, then report it")
            )
    return findings
