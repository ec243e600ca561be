"""The reader of HTML: what a browser would show of the page's document, as paragraphs, tables and labels."""

from __future__ import annotations

from pipeline.read.html.page import read_html
from pipeline.read.html.webarchive import read_web_archive

__all__ = ["read_html", "read_web_archive"]
