"""The error tree: one base, drawn at the top of its file as it is."""

import inspect
import re

import pytest

from models import errors


def classes() -> dict[str, type[Exception]]:
    return {n: c for n, c in inspect.getmembers(errors, inspect.isclass) if issubclass(c, Exception)}


def drawn() -> dict[str, str | None]:
    """The parent of each error by the drawing in the module's docstring."""
    parents: dict[str, str | None] = {}
    above: list[tuple[int, str]] = []
    for line in (errors.__doc__ or "").splitlines():
        match = re.match(r"(?P<branch>[│├└─ ]*)(?P<name>[A-Z]\w+)(?:\s{2,}|$)", line)
        if not match or match["name"] not in classes():
            continue
        depth = len(match["branch"])
        above = [x for x in above if x[0] < depth]
        parents[match["name"]] = above[-1][1] if above else None
        above.append((depth, match["name"]))
    return parents


def test_the_drawing_is_the_tree():
    real = {name: c.__base__.__name__ if c is not errors.KehoachError else None for name, c in classes().items()}
    assert drawn() == real


@pytest.mark.parametrize("error", classes().values(), ids=lambda c: c.__name__)
def test_one_except_catches_every_error_and_the_message_is_kept(error):
    with pytest.raises(errors.KehoachError, match=r"a\.txt: why"):
        raise error("a.txt: why")
