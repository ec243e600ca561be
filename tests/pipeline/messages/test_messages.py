"""The catalogue: whole in both languages, no key twice, every key used, every use known."""

from __future__ import annotations

import re
import shutil
import string
import subprocess
import sys
import unicodedata
import zipfile
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from pipeline import messages
from pipeline.messages import catalogue

ROOT = Path(__file__).parents[3]
HOME = ROOT / "pipeline" / "messages"


@cache
def read(language: str) -> Catalog:
    """Every message that has a key."""
    whole = catalogue.joined(language)
    with (HOME / language / catalogue.ERRORS).open("rb") as file:
        for entry in read_po(file):
            if entry.id:
                whole.delete(entry.id)
    return whole


def forms(said: object) -> list[str]:
    """Every form of a message: one, or singular and plural."""
    return list(said) if isinstance(said, tuple) else [str(said)]


def key(entry: object) -> str:
    return entry[0] if isinstance(entry, tuple) else str(entry)


@cache
def said(language: str) -> dict[str, list[str]]:
    return {key(entry.id): forms(entry.string) for entry in read(language) if entry.id}


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def source() -> str:
    rooms = ("app", "flows", "pipeline")
    return "\n".join(p.read_text(encoding="utf-8") for room in rooms for p in (ROOT / room).rglob("*.py"))


def test_both_languages_have_the_same_areas_and_keys() -> None:
    names = [{file.name for file in catalogue.areas(language)} for language in messages.LANGUAGES]
    assert names[0] == names[1]
    assert said("vi").keys() ^ said("en").keys() == set()


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_every_message_says_something_and_nothing_is_in_doubt(language: str) -> None:
    assert [k for k, texts in said(language).items() if not all(texts)] == []
    assert [entry.id for entry in read(language) if entry.id and entry.fuzzy] == []
    assert [k for k in said(language) if not re.fullmatch(r"[a-z_]+\.[a-z_]+", k)] == []


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_messages_are_in_composed_letters(language: str) -> None:
    texts = [text for entry in said(language).values() for text in entry]
    assert [text for text in texts if not unicodedata.is_normalized("NFC", text)] == []


def test_both_languages_have_the_same_places() -> None:
    for k, texts in said("vi").items():
        found = [places(text) for text in (*texts, *said("en")[k])]
        # A singular may say "one" instead of the count.
        assert len({frozenset(one - {"count"}) for one in found}) == 1, k
        assert "count" not in found[0] or "count" in found[-1], k


def test_plurals_are_those_of_the_language() -> None:
    assert {read("vi").num_plurals, read("en").num_plurals} == {1, 2}
    plural = [{key(e.id) for e in read(language) if e.pluralizable} for language in messages.LANGUAGES]
    assert plural[0] == plural[1]
    for language in messages.LANGUAGES:
        for entry in read(language):
            if entry.pluralizable:
                assert entry.id == (key(entry.id),) * 2, "msgid and msgid_plural are the key"
                assert len(forms(entry.string)) == read(language).num_plurals


def test_a_key_in_two_areas_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    twice = [file for file in catalogue.areas("vi") if file.name == "cli.po"] * 2
    monkeypatch.setattr(catalogue, "areas", lambda language: twice)
    with pytest.raises(ValueError, match=r"cli\.po: .* stands in another area too"):
        catalogue.joined("vi")


def test_every_message_is_used_and_every_use_is_known() -> None:
    written = source()
    keys = set(said("vi"))
    used = set(re.findall(r'say\(\s*["\']([a-z_]+\.[a-z_]+)["\'][,)]', written))
    assert used - keys == set()
    # Keys made at run time: of a whole group by the words of an enumeration, and the titles of columns.
    computed = set(re.findall(r'f["\']([a-z_]+\.[a-z_]*)\{', written))
    computed |= {f"{group}." for group in re.findall(r'_words\("([a-z_]+)"', written)}
    named = set(re.findall(r'["\']([a-z_]+\.[a-z_]+)["\']', written))
    titles = {f"column.{t}" for t in re.findall(r'["\']([a-z]+)["\']', written)}
    assert {k for k in keys - used - named - titles if not k.startswith(tuple(computed))} == set()


def test_an_unknown_key_is_an_error_in_either_language() -> None:
    with pytest.raises(KeyError, match="no_such"):
        messages.say("no_such.key")
    assert messages.names("no_such") == frozenset()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A catalogue that a test may change."""
    home = tmp_path / "messages"
    shutil.copytree(HOME, home, ignore=shutil.ignore_patterns("*.mo", "*.py", "__pycache__"))
    monkeypatch.setattr(catalogue, "HOME", home)
    return home


def afresh(key: str) -> str | None:
    catalogue._spoken.cache_clear()
    try:
        return catalogue.message("en", key)
    finally:
        catalogue._spoken.cache_clear()


def test_what_is_compiled_is_read_and_passed_over_once_it_is_old(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    catalogue.compile_all()
    assert sorted(p.parent.name for p in home.glob("*/*.mo")) == ["en", "vi"]
    with monkeypatch.context() as without_babel:
        without_babel.setattr(catalogue, "joined", lambda language: pytest.fail("the PO files were read"))
        assert afresh("column.plan") == "Plan"
    area = home / "en" / "cli.po"
    changed = area.read_text(encoding="utf-8").replace('msgstr "Plan"', 'msgstr "The plan"')
    area.write_text(changed, encoding="utf-8")
    assert afresh("column.plan") == "The plan"


def test_a_count_chooses_the_form(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    more = 'msgid "some.files"\nmsgid_plural "some.files"\nmsgstr[0] "{count} file"\nmsgstr[1] "{count} files"\n'
    with (home / "en" / "cli.po").open("a", encoding="utf-8") as file:
        file.write("\n" + more)
    catalogue._spoken.cache_clear()
    monkeypatch.setattr(messages, "_chosen", "en")
    assert [messages.say("some.files", count=n) for n in (0, 1, 2)] == ["0 files", "1 file", "2 files"]
    catalogue._spoken.cache_clear()


def test_the_wheel_has_the_catalogue_compiled(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True, timeout=120)  # noqa: S603  (our own command)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as held:
        assert {f"pipeline/messages/{language}/kehoach.mo" for language in messages.LANGUAGES} <= set(held.namelist())
