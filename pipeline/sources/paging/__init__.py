"""How one gets from a page of a listing to the next: the pagers, one a way that portals have."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from pipeline.sources.paging.by_form import FormPage, PostBack
from pipeline.sources.paging.by_get import Liferay, NextLink, PageNumber, SharePoint
from pipeline.sources.paging.window import Days, fields_of
from pipeline.sources.types import Window

Pager = Annotated[
    NextLink | PageNumber | PostBack | SharePoint | Liferay | FormPage,
    Field(discriminator="by"),
]


def asked_for(days: Days | None, window: Window) -> bool:
    """Whether a listing is asked for certain days only."""
    return bool(fields_of(days, window))
