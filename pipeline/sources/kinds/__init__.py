"""The kinds of source, one row each: what it is called, and the settings class in the module of it.

A module is loaded when a source of its kind is met; what reads pages and feeds only when one is read.
"""

from __future__ import annotations

from importlib import import_module
from types import MappingProxyType
from typing import NamedTuple, cast

from pipeline.sources.settings import SourceSettings
from pipeline.sources.types import Kind


class _Row(NamedTuple):
    module: str
    settings: str


KINDS = MappingProxyType(
    {
        "folder": _Row("folder", "FolderSource"),
        "addresses": _Row("addresses", "AddressesSource"),
        "feed": _Row("feed", "FeedSource"),
        "listing": _Row("listing", "ListingSource"),
        "sitemap": _Row("sitemap", "SitemapSource"),
        "json": _Row("json_endpoint", "JsonSource"),
        "replay": _Row("replay", "ReplaySource"),
    }
)


def kind_of(source: SourceSettings) -> Kind:
    """The functions of the kind of a source."""
    return cast(Kind, _module(source.kind))


def settings_of(kind: str) -> type[SourceSettings]:
    """What a source of a kind says. Raises KeyError for an unknown kind."""
    return cast("type[SourceSettings]", getattr(_module(kind), KINDS[kind].settings))


def _module(kind: str) -> object:
    return import_module(f"{__name__}.{KINDS[kind].module}")
