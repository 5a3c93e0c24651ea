"""What an operator can set: environment variables that start with ``GAT_``.

Every setting has a default that works, so nothing has to be set. The command line overrides ``GAT_DATA`` with
``--data``.
"""

from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

import spiders.portals
from flows.errors import SettingsInvalidError

#: Settings that may hold a password, which no message repeats.
_SECRET = {"proxy"}
_SWAP = r"\.?[\w-][\w.-]*=\.?[\w-][\w.-]*"
_REHOST = rf"^{_SWAP}(,{_SWAP})*$"
_SHIPPED_PORTALS = Path(spiders.portals.__path__[0])


def _is_proxy(value: SecretStr) -> SecretStr:
    """Refuse what is no http(s)://[user:password@]host:port. The value holds a password: it is not told."""
    message = "it must be written as http://host:port or http://user:password@host:port"
    try:
        parts = urlsplit(value.get_secret_value())
        complete = parts.hostname and parts.port and parts.path in {"", "/"} and not parts.query
    except ValueError as error:
        raise ValueError(message) from error
    if parts.scheme not in {"http", "https"} or not complete:
        raise ValueError(message)
    return value


class Settings(BaseSettings):
    """The settings of this process; read anew by each command."""

    model_config = SettingsConfigDict(env_prefix="GAT_", extra="ignore", frozen=True)

    data: Path = Field(default=Path("data"), description="folder of everything Gặt keeps")
    portals: Path = Field(default=_SHIPPED_PORTALS, description="folder of the portal files (*.toml)")
    contact: str | None = Field(default=None, description="address named to the portals in the user agent")
    proxy: Annotated[SecretStr, AfterValidator(_is_proxy)] | None = Field(
        default=None, description="HTTP proxy of the crawl, http://host:port"
    )
    rehost: Annotated[str, Field(pattern=_REHOST)] | None = Field(
        default=None,
        description="swap of host suffixes for rehearsals, .gov.vn=.test (more after a comma)",
    )
    delay: float | None = Field(
        default=None, ge=0, le=300, description="seconds between two requests to one host"
    )
    recheck_days: int | None = Field(
        default=None, ge=0, description="days in which articles are checked for edits"
    )
    parallel: int = Field(default=4, ge=1, le=64, description="portals crawled at the same time")
    crawl_timeout: float = Field(default=6 * 3600, gt=0, description="seconds one portal's crawl may take")
    workers: int = Field(default=2, ge=1, le=64, description="worker processes that read pages")
    page_timeout: float = Field(default=30, gt=0, description="seconds the reading of one page may take")
    corrections: Path | None = Field(
        default=None, description="file of corrections (TOML), else corrections.toml in the data folder"
    )
    publish_bodies: bool = Field(
        default=False, description="true publishes the whole text of news articles too, for which you answer"
    )
    # With one alone, a reader that has just looked up the current one could find it gone.
    keep_snapshots: int = Field(
        default=5, ge=2, le=1000, description="how many of the newest releases stay in published/"
    )


def read_settings() -> Settings:
    """Return the settings of the environment.

    Raises ``SettingsInvalidError`` naming the variable, what it holds and what is allowed.
    """
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        field = str(first["loc"][0])
        held = "" if field in _SECRET else f"={first.get('input')!r}"
        said = first["msg"].removeprefix("Value error, ")
        meaning = Settings.model_fields[field].description
        message = f"GAT_{field.upper()}{held} is not valid: {said} ({meaning})"
        # Without its cause: that holds the values.
        raise SettingsInvalidError(message) from None
