"""The file sources.toml: what it says, and what is wrong with it, told all at once and in both languages."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import UsageError
from pipeline import messages
from pipeline.messages.errors import told
from pipeline.settings import Settings
from pipeline.sources import config
from pipeline.sources.kinds import KINDS, kind_of, settings_of
from pipeline.sources.settings import Select

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parents[2] / "cases" / "sources" / "faults.toml").read_text(encoding="utf-8")
)["case"]
FEED = '[[source]]\nname = "a"\nkind = "feed"\naddress = "https://a.vn/rss"\n'


@pytest.fixture
def vietnamese() -> Iterator[None]:
    before = messages.language()
    messages.use("vi")
    yield
    messages.use(before)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_every_fault_is_told(case: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "sources.toml"
    path.write_text(case["file"], encoding="utf-8")
    assert [str(fault) for fault in config.examined(path)[1]] == case["faults"]
    with pytest.raises(UsageError) as failed:
        config.load(path)
    assert str(failed.value).startswith(f"{path}: ")
    assert all(fault in str(failed.value) for fault in case["faults"][:3])
    assert ("kehoach sources check" in str(failed.value)) == (len(case["faults"]) > 3)


@pytest.mark.usefixtures("vietnamese")
@pytest.mark.parametrize("fault", [fault for case in CASES for fault in case["faults"]])
def test_every_fault_is_told_in_vietnamese(fault: str) -> None:
    said = told(fault)
    assert said != fault
    assert not {"is", "no", "did", "must", "write"} & set(said.replace(";", "").replace("'", " ").split())


@pytest.mark.usefixtures("vietnamese")
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_the_error_of_a_command_is_told_in_vietnamese(case: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "sources.toml"
    path.write_text(case["file"], encoding="utf-8")
    with pytest.raises(UsageError) as failed:
        config.load(path)
    said = told(str(failed.value))
    assert not {"is", "no", "did", "must", "write", "more"} & set(said.replace(";", "").replace("'", " ").split())


def test_what_is_sound_is_kept_beside_what_is_not(tmp_path: Path) -> None:
    path = tmp_path / "sources.toml"
    path.write_text(f'{FEED}[[source]]\nname = "b"\nkind = "feed"\n', encoding="utf-8-sig")
    catalogue, faults = config.examined(path)
    assert [source.name for source in catalogue.sources] == ["a"]
    assert [str(fault) for fault in faults] == ["b: address: it is missing; it must be given"]


def test_paths_are_from_the_folder_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "sources.toml"
    path.write_text('[[source]]\nname = "a"\nkind = "folder"\npath = "den"\n', encoding="utf-8")
    assert config.load(path).named("a").model_dump()["path"] == str(tmp_path / "den")


def test_a_source_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "sources.toml"
    path.write_text(FEED.replace('"a"', '"ca-mau"'), encoding="utf-8")
    catalogue = config.load(path)
    assert catalogue.named("ca-mau").select == Select()
    with pytest.raises(UsageError, match="did you mean 'ca-mau'"):
        catalogue.named("camau")
    with pytest.raises(UsageError, match="names none yet"):
        config.Catalogue().named("a")


def test_where_the_file_is(tmp_path: Path) -> None:
    assert config.path_of(Settings(home=tmp_path)) == tmp_path / "sources.toml"
    assert config.path_of(Settings(home=tmp_path, sources=tmp_path / "x")) == tmp_path / "x"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "there is no file of sources yet"),
        (b"\xff\xfe", "is not in UTF-8"),
        (b"#" * (config.MOST_BYTES + 1), "is larger than 1024 KiB"),
    ],
)
def test_a_file_that_cannot_be_read(tmp_path: Path, content: bytes | None, said: str) -> None:
    path = tmp_path / "sources.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UsageError, match=said):
        config.load(path)
    with pytest.raises(UsageError, match="cannot be opened"):
        config.load(tmp_path)


def test_every_kind_has_its_functions_and_its_settings() -> None:
    for name in KINDS:
        model = settings_of(name)
        assert model.model_fields["kind"].default == name
        kind = kind_of(model.model_construct(name="a", kind=name))
        assert isinstance(kind.NEWEST_FIRST, bool)
        assert all(callable(getattr(kind, function)) for function in ("pages", "complete", "take"))


@given(st.text(max_size=200), st.dictionaries(st.text(max_size=5), st.integers() | st.text(max_size=5), max_size=3))
def test_whatever_the_file_holds_is_told_without_a_traceback(text: str, table: dict[str, Any]) -> None:
    config.parsed(text, Path("/nowhere"))
    for key, value in table.items():
        config.parsed(f"{FEED}{config_key(key)} = {value!r}\n", Path("/nowhere"))


def config_key(text: str) -> str:
    return "".join(c for c in text if c.isascii() and c.isalnum()) or "x"


@given(st.text(max_size=80))
def test_a_selector_is_taken_or_refused(selector: str) -> None:
    config.parsed(f'{FEED}behind = {{ title = """{selector.replace(chr(92), "")}""" }}', Path("/nowhere"))
