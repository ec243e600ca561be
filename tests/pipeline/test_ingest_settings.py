"""The settings of the environment, and what cannot be meant by them."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from models.errors import UsageError
from pipeline.settings import Settings


def test_nothing_set_means_data_beside_the_project_file():
    settings = Settings.from_environment({})
    assert settings.home == Path(__file__).parents[2] / "data"
    assert settings.database is None
    assert settings.allow_classified is False


def test_what_is_set_is_taken(tmp_path):
    settings = Settings.from_environment(
        {"KEHOACH_HOME": str(tmp_path), "KEHOACH_DATABASE": "sqlite:///x.db", "KEHOACH_ALLOW_CLASSIFIED": "1"}
    )
    assert settings == Settings(home=tmp_path, database="sqlite:///x.db", allow_classified=True)


def test_empty_is_not_set():
    empty = dict.fromkeys(("KEHOACH_HOME", "KEHOACH_DATABASE", "KEHOACH_ALLOW_CLASSIFIED"), "")
    assert Settings.from_environment(empty) == Settings.from_environment({})


@pytest.mark.parametrize(("said", "meant"), [("1", True), ("true", True), ("TRUE", True), ("0", False), ("no", False)])
def test_a_switch(said, meant):
    assert Settings.from_environment({"KEHOACH_ALLOW_CLASSIFIED": said}).allow_classified is meant


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("KEHOACH_ALLOW_CLASSIFIED", "maybe"),
        ("KEHOACH_DATABASE", "kehoach.sqlite"),
        ("KEHOACH_DATABASE", "/srv/kehoach.sqlite"),
        ("KEHOACH_HOME", __file__),
    ],
)
def test_nonsense_is_named(name, value):
    with pytest.raises(UsageError, match=name):
        Settings.from_environment({name: value})


def test_settings_do_not_change(tmp_path):
    with pytest.raises(ValidationError):
        Settings(home=tmp_path).home = tmp_path / "other"
