"""What an operator can set: by command line, ``GAT_…`` variables or the file ``gat.toml``, in this order.

Every setting has a default that works, so nothing has to be set.
"""

from pydantic import ValidationError
from pydantic_settings import EnvSettingsSource, SettingsError

from flows.errors import SettingsInvalidError
from flows.settings.kinds import allowed
from flows.settings.model import Notify, Schedule, Settings, every_setting, is_secret, value_of
from flows.settings.secrets import remember, remember_prefect
from flows.settings.sources import Told, gather, variable
from spiders.redaction import conceal

__all__ = ["Notify", "Schedule", "Settings", "read_settings", "told_settings"]

_LONGEST_SHOWN = 80


def read_settings() -> Settings:
    """Return the settings of the environment and the file.

    Raises ``SettingsInvalidError`` naming where a value was told, what it is and what is allowed.
    """
    try:
        settings = Settings()
    except ValidationError as error:
        # Without its cause: that holds the values.
        raise SettingsInvalidError(_told_wrongly(error)) from None
    except SettingsError as error:
        raise SettingsInvalidError(f"the environment: {error}; GAT_SECTION_NAME sets one setting") from None
    for key, field in every_setting().items():
        if is_secret(field):
            conceal(variable(key))
            remember(key.rpartition(".")[2], value_of(settings, key))
    remember_prefect()
    return settings


def told_settings() -> dict[str, Told]:
    """Return what the environment and the file say, by key; of what is not in it the default counts.

    Raises ``SettingsInvalidError`` when the file cannot be used.
    """
    return gather(EnvSettingsSource(Settings)(), every_setting())


def _told_wrongly(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    # Pydantic's own words are about types of Python: what is allowed says more.
    said = first["msg"].removeprefix("Value error, ") if first["type"] == "value_error" else ""
    fields = every_setting()
    parts = [str(part) for part in first["loc"]]
    key = next((one for one in (".".join(parts[:2]), parts[0]) if one in fields), None)
    told_ones = told_settings()
    if key is None:
        # What several settings of a section say together.
        place = next(one.place for name, one in told_ones.items() if name.startswith(f"{parts[0]}."))
        return f"{place}: [{parts[0]}] is not valid: {said}"
    told, field = told_ones[key], fields[key]
    held = "" if is_secret(field) else f"={_shown(told.value)}"
    name = f"{told.place}{held}" if told.origin == "environment" else f"{told.place}: {key}{held}"
    meaning = (field.description or "").partition(". ")[0]
    words = "" if allowed(field) in said else f"allowed is {allowed(field)}"
    return f"{name} is not valid: {'; '.join(filter(None, [said, words]))} ({meaning})"


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"
