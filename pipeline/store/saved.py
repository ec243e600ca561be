"""Questions with names, kept in the store for whoever uses it."""

from __future__ import annotations

from datetime import datetime

from pydantic import ValidationError
from sqlalchemy import delete, insert, select

from models.base import Frozen
from models.errors import UsageError
from pipeline.store import write
from pipeline.store.question import Question
from pipeline.store.store import Store
from pipeline.store.tables import SavedTable

_LONGEST = 100
"""Characters of a name."""


class Saved(Frozen):
    """A question with its name."""

    name: str
    question: Question
    saved_at: datetime


def keep(store: Store, name: str, question: Question) -> None:
    """Keep a question under a name, in the place of what had it. Raises UsageError for a name that is none."""
    said = _checked(name)
    row = {"name": said, "question": question.model_dump(mode="json", exclude_defaults=True), "saved_at": write.now()}
    with store.writing() as connection:
        connection.execute(delete(SavedTable).where(SavedTable.name == said))
        connection.execute(insert(SavedTable).values(row))


def forget(store: Store, name: str) -> None:
    """Raises UsageError where there is no such question."""
    with store.writing() as connection:
        if not connection.execute(delete(SavedTable).where(SavedTable.name == _checked(name))).rowcount:
            raise _unknown(name)


def question(store: Store, name: str) -> Question:
    """The question of a name. Raises UsageError where there is none, or where it can no longer be asked."""
    with store.reading() as connection:
        found = connection.execute(select(SavedTable.question).where(SavedTable.name == _checked(name))).one_or_none()
    if found is None:
        raise _unknown(name)
    try:
        return Question.model_validate(found.question)
    except ValidationError as error:
        raise UsageError(f"the question {name!r} can no longer be asked; save it anew: {error}") from error


def every(store: Store) -> list[Saved]:
    """All saved questions by name; what can no longer be asked is left out."""
    with store.reading() as connection:
        rows = connection.execute(select(SavedTable).order_by(SavedTable.name)).mappings().all()
    found = []
    for row in rows:
        try:
            found.append(Saved.model_validate(dict(row)))
        except ValidationError:
            continue
    return found


def _checked(name: str) -> str:
    said = " ".join(name.split())
    if not said or len(said) > _LONGEST or not said.isprintable():
        raise UsageError(f"a name has 1 to {_LONGEST} characters that can be printed, not {name!r}")
    return said


def _unknown(name: str) -> UsageError:
    return UsageError(f"there is no saved question {name!r}; list them with: kehoach run")
