"""`datapackage.json`: what a package says of itself, after Data Package 2.0 and readable by tools of 1.0."""

from __future__ import annotations

from enum import Enum
from typing import Any, Literal, get_args, get_origin

from pipeline.export.headings import kind_name
from pipeline.export.package.resources import FILES, RESOURCES, Member, Reference, Resource, Summary
from pipeline.export.table import Column, ColumnType

_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_TYPES = {
    ColumnType.TEXT: "string",
    ColumnType.INTEGER: "integer",
    ColumnType.NUMBER: "number",
    ColumnType.BOOLEAN: "boolean",
    ColumnType.DATE: "date",
    ColumnType.DATETIME: "datetime",
    ColumnType.OBJECT: "object",
}
_LICENCE = {
    "name": "other-pd",
    "title": "Văn bản của cơ quan nhà nước: không thuộc đối tượng bảo hộ quyền tác giả (Luật Sở hữu trí tuệ 2005, "
    "Điều 15)",
}
_SOURCES = (
    {"title": "Kế hoạch của Ủy ban nhân dân các cấp; nguồn của từng tệp: cột source của renditions.csv"},
    {
        "title": "Mã đơn vị hành chính: vietnamadminunits (MIT License, Copyright (c) 2025 Tran Ngoc Minh Hieu)",
        "path": "https://pypi.org/project/vietnamadminunits/",
    },
)
_DESCRIPTION = (
    "Mỗi kế hoạch với các phiên bản, tệp gốc, đề cương và dữ liệu trích ra. Ô để trống là không có; danh sách và đối "
    "tượng là JSON; thời điểm theo UTC. documents.jsonl có nguyên cả kế hoạch, mỗi dòng một phiên bản; originals/ có "
    "các tệp gốc, tên tệp là SHA-256. Nhập lại bằng: kehoach import."
)


def described(summary: Summary) -> dict[str, Any]:
    """The whole descriptor as plain JSON values."""
    tables = {resource.name: resource for resource in RESOURCES}
    members = [(summary.members[name], tables.get(name)) for name in FILES]
    return {
        "$schema": _PROFILE,
        "profile": "data-package",
        "name": "kehoach-store",
        "title": "Kho kế hoạch của Ủy ban nhân dân",
        "description": _DESCRIPTION,
        "version": "1.0.0",
        "created": summary.made_at.isoformat(timespec="seconds") + "Z",
        "licenses": [_LICENCE],
        "sources": list(_SOURCES),
        "kehoach": summary.mark.model_dump(),
        "resources": [_table(m, resource) if resource else _file(m) for m, resource in members],
    }


def _head(member: Member) -> dict[str, Any]:
    named = member.model_dump()
    return {"name": named.pop("name"), "title": kind_name(member.name, "vi"), **named, "encoding": "utf-8"}


def _file(member: Member) -> dict[str, Any]:
    """Not held to a schema: its lines are whole plans. `rows` are counted in tables alone, hence `lines`."""
    head = _head(member)
    lines = head.pop("rows")
    return head | {
        "lines": lines,
        "type": "file",
        "profile": "data-resource",
        "format": "jsonl",
        "mediatype": "application/x-ndjson",
    }


def _table(member: Member, resource: Resource) -> dict[str, Any]:
    schema = {
        "fields": [_field(resource, column) for column in resource.table.columns],
        "primaryKey": list(resource.key),
        "missingValues": [""],
    }
    if resource.references:
        schema["foreignKeys"] = [_foreign(reference) for reference in resource.references]
    return _head(member) | {
        "type": "table",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "schema": schema,
    }


def _field(resource: Resource, column: Column) -> dict[str, Any]:
    kind = "array" if column.many else _TYPES[column.type]
    field: dict[str, Any] = {"name": column.name, "type": kind, "title": column.vi}
    constraints: dict[str, Any] = {}
    words = () if column.many else _words(resource.row.model_fields[column.name].annotation)
    if words:
        constraints["enum"] = list(words)
    # An empty text is nothing to a reader of CSV, so only what cannot be empty is said to be there.
    if column.name in resource.key or (not column.nullable and (words or kind != "string")):
        constraints["required"] = True
    return field | ({"constraints": constraints} if constraints else {})


def _words(annotation: Any) -> tuple[str, ...]:
    """The words that a field may have, where they are few and known."""
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return tuple(str(member.value) for member in annotation)
    if get_origin(annotation) is Literal:
        return tuple(map(str, get_args(annotation)))
    return next((words for inner in get_args(annotation) if (words := _words(inner))), ())


def _foreign(reference: Reference) -> dict[str, Any]:
    return {
        "fields": list(reference.fields),
        "reference": {"resource": reference.resource, "fields": list(reference.named)},
    }
