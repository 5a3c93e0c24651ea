"""Commands whose modules are imported when one of them is asked for: what reads pages takes 2 s to import."""

from contextlib import suppress
from importlib import import_module
from pathlib import Path

import typer
from typer.core import TyperGroup
from typer.main import get_group

from flows.errors import OWN_ERRORS
from flows.own_server import foresee
from flows.settings import read_settings

#: Modules of commands, in the order of the help.
_LATE = (
    "running",
    "scheduling",
    "history",
    "facts",
    "stored",
    "searching",
    "exporting",
    "catalogued",
    "portals",
    "upkeep",
    "logs",
    "notifying",
    "machine",
)


#: Commands that run a flow, and the part of the data folder that is theirs where none was named.
_FLOWS = {"run": "", "reextract": "", "demo": "demo"}


class LateGroup(TyperGroup):
    """A group of commands that has those of ``_LATE`` too; these are imported when they are needed."""

    _is_whole = False

    def list_commands(self, ctx: typer.Context) -> list[str]:  # type: ignore[override]
        """Return the names of all commands."""
        self._complete()
        return super().list_commands(ctx)

    def get_command(self, ctx: typer.Context, cmd_name: str):  # type: ignore[override, no-untyped-def]
        """Return the command of that name, if there is one."""
        if cmd_name not in self.commands:
            if cmd_name in _FLOWS:
                _foresee(ctx.params["data"], _FLOWS[cmd_name])
            self._complete()
        return super().get_command(ctx, cmd_name)

    def _complete(self) -> None:
        if self._is_whole:
            return
        late = typer.Typer(rich_markup_mode=None)
        for name in _LATE:
            import_module(f"flows.cli.{name}").register(late)
        self.commands = {**get_group(late).commands, **self.commands}
        self._is_whole = True


def _foresee(told: Path | None, part: str) -> None:
    """Let the server of the flow load while this process does. What is wrong the command itself tells."""
    with suppress(*OWN_ERRORS, OSError):
        # Read in any case: it makes known which variables hold secrets, for the server is told none of them.
        settings = read_settings()
        foresee(told or settings.data / part)
