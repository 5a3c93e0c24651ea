"""Imports what Scrapy imports by name when a crawl begins: half a second for each crawl that is forked."""

from importlib import import_module
from typing import Any

from scrapy.settings import default_settings


def _names(value: Any) -> list[str]:
    found = [value] if isinstance(value, str) else list(value) if isinstance(value, dict) else []
    return [name for name in found if isinstance(name, str) and name.startswith("scrapy.")]


for _value in vars(default_settings).values():
    for _name in _names(_value):
        import_module(_name.rpartition(".")[0])
