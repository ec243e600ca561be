"""What every table stands on: how types become columns on either engine."""

from __future__ import annotations

from enum import Enum
from typing import Annotated, Any, ClassVar

from sqlalchemy import JSON, BigInteger, Integer, LargeBinary, Text
from sqlalchemy import Enum as EnumColumn
from sqlalchemy.orm import DeclarativeBase, mapped_column

from models.metadata import GovernmentLevel
from models.records import (
    AssignmentRole,
    Audience,
    Comparator,
    Granularity,
    MilestoneKind,
    Recurrence,
    ReferenceRole,
    Relation,
    Round,
)

_ENUMS = (
    GovernmentLevel,
    AssignmentRole,
    Audience,
    Comparator,
    Granularity,
    MilestoneKind,
    Recurrence,
    ReferenceRole,
    Relation,
    Round,
)

# SQLite counts in a column that is the row's own number only where its type is INTEGER.
NUMBER = BigInteger().with_variant(Integer, "sqlite")
# Sorted byte by byte on either engine, whatever the language of the server: pages of an answer must agree.
_SORTED = Text().with_variant(Text(collation="C"), "postgresql")

Key = Annotated[int, mapped_column(NUMBER, primary_key=True, autoincrement=False)]
Number = Annotated[int, mapped_column(NUMBER, primary_key=True)]
Sorted = Annotated[str, mapped_column(_SORTED)]


def _words(kind: type[Enum]) -> list[str]:
    return [str(member.value) for member in kind]


class Base(DeclarativeBase):
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        **{kind: EnumColumn(kind, native_enum=False, values_callable=_words, length=40) for kind in _ENUMS},
        str: Text(),
        list[str]: JSON,
        list[dict[str, Any]]: JSON,
        dict[str, int]: JSON,
        dict[str, Any]: JSON,
        bytes: LargeBinary,
    }
