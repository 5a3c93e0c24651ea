"""All settings of Gặt: their names, kinds, defaults and meanings, here and nowhere else.

One rule names them: ``smtp_host`` of the section ``[notify]`` in the file is ``GAT_NOTIFY_SMTP_HOST`` in the
environment, ``delay`` outside of all sections is ``GAT_DELAY``. The template, the table in
``flows/README.md`` and ``gat config`` are made of this model.
"""

from functools import cache
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, model_validator
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, InitSettingsSource, PydanticBaseSettingsSource, SettingsConfigDict

import spiders.portals
from flows.settings.kinds import Cron, Host, Listening, Mail, Mails, Proxy, Swap, Webhook, Zone, plain_type
from flows.settings.secrets import secret
from flows.settings.sources import gather, nested, variable

_SHIPPED_PORTALS = Path(spiders.portals.__path__[0])


class Notify(BaseModel):
    """Whom the morning report goes to: by mail when mail_to is set, to a web hook when webhook_url is."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    on: Literal["always", "trouble", "never"] = Field(
        default="trouble", description="After which runs it is sent: all, those that did not go well, or none"
    )
    smtp_host: Host | None = Field(default=None, description="Mail server that takes the report")
    smtp_port: int = Field(
        default=587,
        ge=1,
        le=65535,
        description="Its port: usually 587 with starttls, 465 with tls, 25 with none",
    )
    smtp_security: Literal["starttls", "tls", "none"] = Field(
        default="starttls",
        description="How the connection to it is protected; none only for one on this machine",
    )
    smtp_user: str | None = Field(
        default=None, description="Name to log in with; without one there is no login"
    )
    smtp_password: SecretStr | None = Field(
        default=None, description="Its password; rather name a file of it"
    )
    smtp_password_file: Path | None = Field(
        default=None, description="File that holds the password alone, such as a credential of systemd"
    )
    mail_from: Mail | None = Field(default=None, description="Address the mail comes from")
    mail_to: Mails = Field(default=(), description="Addresses the mail goes to")
    webhook_url: Webhook | None = Field(
        default=None,
        description="Address the report is posted to as JSON; who knows it can post too: a secret",
    )
    webhook_url_file: Path | None = Field(
        default=None, description="File that holds that address alone, such as a credential of systemd"
    )
    webhook_secret: SecretStr | None = Field(
        default=None,
        description="Key of the HMAC-SHA256 in X-Gat-Signature, by which a receiver knows the sender",
    )
    webhook_secret_file: Path | None = Field(
        default=None, description="File that holds that key alone, such as a credential of systemd"
    )
    timeout: float = Field(
        default=20, ge=1, le=300, description="Seconds one try to send it may take, three are made"
    )

    @model_validator(mode="after")
    def _has_what_a_mail_needs(self) -> Self:
        for name in ("smtp_host", "mail_from"):
            if self.mail_to and getattr(self, name) is None:
                raise ValueError(
                    f"mail_to needs {name} too: set it as {variable(f'notify.{name}')} or in the file"
                )
        return self

    def password(self) -> str | None:
        """Return the password of the mail server. Raises ``SettingsInvalidError``, as ``secret`` does."""
        return secret(self, "smtp_password")

    def webhook(self) -> str | None:
        """Return the address of the web hook. Raises ``SettingsInvalidError``, as ``secret`` does."""
        return secret(self, "webhook_url")

    def signing_key(self) -> str | None:
        """Return the key of signatures. Raises ``SettingsInvalidError``, as ``secret`` does."""
        return secret(self, "webhook_secret")


class Schedule(BaseModel):
    """When runs start by themselves (gat schedule), and the Prefect server that starts them."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    nightly: Cron = Field(default="30 1 * * *", description="When the nightly run starts")
    recheck: Cron = Field(default="30 3 * * 0", description="When old articles are looked at again for edits")
    reextract: Cron = Field(default="30 4 1 * *", description="When what older rules read is read again")
    timezone: Zone = Field(default="Asia/Ho_Chi_Minh", description="Time zone of these three")
    recheck_days: int = Field(
        default=3650, ge=0, description="How many days after their publication the re-check looks at articles"
    )
    host: Listening = Field(
        default="127.0.0.1",
        description="Address the Prefect server listens on. It asks for no password: leave it on loopback",
    )
    port: int = Field(default=4200, ge=1, le=65535, description="Port it listens on")


class Settings(BaseSettings):
    """The settings of this process; read anew by each command."""

    model_config = SettingsConfigDict(
        env_prefix="GAT_",
        env_nested_delimiter="_",
        env_nested_max_split=1,
        extra="forbid",
        frozen=True,
        allow_inf_nan=False,
    )

    data: Path = Field(default=Path("data"), description="Folder of everything Gặt keeps")
    portals: Path = Field(
        default=_SHIPPED_PORTALS,
        description="Folder of the portal files (*.toml), else those that are shipped",
    )
    contact: str | None = Field(
        default=None,
        description="Web or mail address named to the portals in the user agent; "
        "live portals are not crawled without",
    )
    proxy: Proxy | None = Field(default=None, description="HTTP proxy of the crawl")
    proxy_file: Path | None = Field(
        default=None,
        description="File that holds the address of the proxy alone, when it has a password in it",
    )
    rehost: Swap | None = Field(
        default=None,
        description="Swap of host suffixes: .gov.vn=.test crawls copies of the portals under another suffix, "
        "over plain HTTP. Archives are asked only when they are moved too: "
        "…,web.archive.org=archive.test,index.commoncrawl.org=cc.test,data.commoncrawl.org=cc.test",
    )
    delay: float | None = Field(
        default=None,
        ge=0,
        le=300,
        description="Seconds between two requests to one host, else the portal's own",
    )
    recheck_days: int | None = Field(
        default=None,
        ge=0,
        description="How many days after their publication articles are looked at again for edits, "
        "else the portal's own",
    )
    parallel: int = Field(default=4, ge=1, le=64, description="Portals crawled at the same time")
    crawl_timeout: float = Field(default=6 * 3600, gt=0, description="Seconds one portal's crawl may take")
    workers: int = Field(default=2, ge=1, le=64, description="Worker processes that read pages")
    page_timeout: float = Field(default=30, gt=0, description="Seconds the reading of one page may take")
    corrections: Path | None = Field(
        default=None, description="File of corrections (TOML), else corrections.toml in the data folder"
    )
    publish_bodies: bool = Field(
        default=False,
        description="Publish the whole text of news articles and whole sentences. Else their text is empty "
        "in published/ and a sentence at most 600 characters around its quote. Articles belong to their "
        "portals: set it for yourself, not to hand out",
    )
    # With one alone, a reader that has just looked up the current one could find it gone.
    keep_snapshots: int = Field(
        default=5,
        ge=2,
        le=1000,
        description="How many of the newest releases stay in published/. The first of each of the last 12 "
        "months, one marked with a file KEEP, and the current one stay besides",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="The least grave records that stand in the log of a run"
    )
    notify: Notify = Field(default=Notify(), description="")
    schedule: Schedule = Field(default=Schedule(), description="")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - Pydantic's signature
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Take what the environment says, then what the file says."""
        told = gather(env_settings(), every_setting())
        values = nested({key: one.value for key, one in told.items()})
        return init_settings, InitSettingsSource(settings_cls, values)

    def proxy_url(self) -> str | None:
        """Return the address of the proxy. Raises ``SettingsInvalidError``, as ``secret`` does."""
        return secret(self, "proxy")


@cache
def sections() -> dict[str, type[BaseModel]]:
    """Return the model of each section of the file, by its name."""
    kinds = {name: plain_type(field)[0] for name, field in Settings.model_fields.items()}
    return {
        name: kind for name, kind in kinds.items() if isinstance(kind, type) and issubclass(kind, BaseModel)
    }


def every_setting() -> dict[str, FieldInfo]:
    """Return all settings by key (``delay``, ``notify.smtp_host``), those outside of all sections first."""
    own = {name: field for name, field in Settings.model_fields.items() if name not in sections()}
    for section, kind in sections().items():
        own |= {f"{section}.{name}": field for name, field in kind.model_fields.items()}
    return own


def value_of(settings: Settings, key: str) -> Any:
    """Return what the setting ``key`` holds."""
    value: Any = settings
    for name in key.split("."):
        value = getattr(value, name)
    return value


def is_secret(field: FieldInfo) -> bool:
    """Tell whether a setting holds what no message repeats."""
    return plain_type(field)[0] is SecretStr
