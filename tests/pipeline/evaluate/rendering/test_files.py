"""The files: labels come out as printed, in Word's way of counting and in LibreOffice's; bytes repeat."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from io import BytesIO

import pytest

from models.document import RawFile
from models.errors import MissingTool
from pipeline.evaluate.rendering import Kind, render, require
from pipeline.evaluate.rendering.compose import compose
from pipeline.evaluate.rendering.look import PLAIN_LOOK, Look, look_of
from pipeline.evaluate.rendering.scan import Damage, as_scan
from pipeline.evaluate.rendering.sheet import Item, Sheet
from pipeline.evaluate.rendering.word import as_word
from pipeline.read.formats import DOCX, PDF, media_type_of
from tests.pipeline.evaluate.rendering.conftest import ROOT

needs_office = pytest.mark.skipif(not (shutil.which("soffice") or shutil.which("libreoffice")), reason="needs soffice")
LEVELS = Look(numbering="levels")


def numbered(*labels: tuple[str, str]) -> Sheet:
    """A sheet of nothing but labelled paragraphs, each by its label and the path above it."""
    items = (Item(label, f"Việc thứ {k}.", above.count("/") + 2 if above else 1, above) for k, (label, above) in labels)
    return Sheet("plan", tuple(items))


def words(docx: bytes) -> str:
    """The words of a DOCX as our reader counts its lists, page heads aside."""
    from pipeline.read.word import read_docx

    document = read_docx(RawFile(content=docx, media_type=DOCX, source="plan.docx"))
    noise = {k for span in document.noise for k in range(span.start, span.end)}
    return "".join(c for k, c in enumerate(document.text) if k not in noise)


def shown(pdf: bytes) -> str:
    """The words of a PDF's text layer."""
    import pypdfium2

    pages = pypdfium2.PdfDocument(pdf)
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in pages).split())


WRONG = tuple(
    enumerate(
        [
            ("I.", ""),
            ("1.", "I"),
            ("2.", "I"),
            ("4.", "I"),
            ("a)", "I/4"),
            ("II.", ""),
            ("1.", "II"),
            ("1.1.", "II/1"),
            ("1.2.", "II/1"),
            ("2.", "II"),
            ("2.1.", "II/2"),
            ("II.", ""),
            ("1.", "II~2"),
            ("-", "II~2/1"),
            ("- +", "II~2/1"),
            ("+", "II~2/1/-1"),
            ("III.", ""),
            ("d)", "III"),
            ("đ)", "III"),
            ("e)", "III"),
            ("V.", ""),
            ("(1)", "V"),
            ("(2)", "V"),
        ]
    )
)


@pytest.mark.parametrize("look", [PLAIN_LOOK, LEVELS, Look(numbering="levels", suffix="tab", hanging=True)])
def test_wrong_numbering_comes_out_as_printed(look):
    sheet = numbered(*WRONG)
    assert re.sub(r"\s+", " ", words(as_word(sheet, look))).strip() == sheet.text.replace("\n", " ")


@needs_office
@pytest.mark.parametrize("look", [PLAIN_LOOK, LEVELS])
def test_libreoffice_counts_as_word_does(look, tmp_path):
    from pipeline.office import as_pdf

    sheet, file = numbered(*WRONG), tmp_path / "plan.docx"
    file.write_bytes(as_word(sheet, look))
    made = as_pdf([file], tmp_path)
    assert shown(made[0].read_bytes()) == sheet.text.replace("\n", " ")


@pytest.mark.parametrize("look", [PLAIN_LOOK, LEVELS])
def test_numbers_are_not_in_the_text_of_the_file(look):
    from docx import Document

    file = as_word(numbered(*WRONG), look)
    typed = [p.text for p in Document(BytesIO(file)).paragraphs]
    assert sum(text.startswith("Việc") for text in typed) == len(WRONG) - 5  # `- +`, its `-`, and d) đ) e) are typed


@pytest.mark.parametrize("name", ["an-bien-2019-118-kh-ubnd", "b1", "b2", "a4", "t1"])
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_every_label_of_a_plan_comes_out_as_printed(name, seed, annotated):
    sheet = compose(annotated[name])
    read = " ".join(words(as_word(sheet, look_of(seed, name))).split())
    items = [b for b in sheet.blocks if isinstance(b, Item)]
    lost = [item for item in items if f"{item.label} {item.text}".strip() not in read]
    assert lost == []


def test_the_same_plan_gives_the_same_bytes(annotated):
    sheet = compose(annotated["a3"])
    assert as_word(sheet, look_of(5, "a3")) == as_word(compose(annotated["a3"]), look_of(5, "a3"))
    assert as_word(sheet, look_of(5, "a3")) != as_word(sheet)


def test_looks_differ_and_the_first_is_the_decrees():
    assert look_of(0, "any") == Look()
    assert len({look_of(seed, "any") for seed in range(30)}) > 20


@needs_office
def test_a_table_breaks_over_the_page_below_its_repeated_head(annotated, tmp_path):
    (made,) = render([annotated["t1"]], Kind.PDF, tmp_path)
    assert media_type_of(made.file.read_bytes()) == PDF
    assert shown(made.file.read_bytes()).count("Cơ quan phối hợp") == 2


@needs_office
def test_the_same_plan_gives_the_same_scan_without_a_text_layer(annotated, tmp_path):
    (made,) = render([annotated["b3"]], Kind.SCAN, tmp_path)
    first = made.file.read_bytes()
    assert shown(first) == ""
    render([annotated["b3"]], Kind.SCAN, tmp_path)
    assert made.file.read_bytes() == first


@needs_office
def test_the_stamps_are_on_the_scan(annotated, tmp_path):
    import pypdfium2

    (made,) = render([annotated["b3"]], Kind.PDF, tmp_path)
    still = Damage(skew=0, blur=0, noise=0, specks=0, quality=95)
    pages = list(pypdfium2.PdfDocument(as_scan(made.file.read_bytes(), "ỦY BAN NHÂN DÂN", damage=still)))
    assert _colour(pages[0], blue=True) > 300
    assert _colour(pages[-1], blue=False) > 500


def _colour(page, *, blue: bool) -> int:
    """How many pixels are clearly blue or clearly red."""
    import numpy

    pixels = numpy.asarray(page.render(scale=1).to_pil().convert("RGB")).astype(int)
    much, little = (2, 0) if blue else (0, 2)
    return int((pixels[..., much] - pixels[..., little] > 40).sum())


@pytest.mark.parametrize("kind", [Kind.PDF, Kind.SCAN])
def test_a_missing_program_is_named_before_anything_is_written(kind, annotated, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MissingTool, match="LibreOffice"):
        render([annotated["a1"]], kind, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_docx_needs_no_program(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    require(Kind.DOCX)


def command(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603
        [sys.executable, "-m", "app.cli", "--lang", "en", "evaluate", *arguments],
        cwd=ROOT,
        env=environment or None,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_command_scores_a_rendering_and_keeps_it(tmp_path):
    cases = "tests/cases/tables"
    done = command(cases, "--plans", cases, "--rendering", "docx", "--keep", str(tmp_path), "--json")
    told = json.loads(done.stdout)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["t1.docx", "t2.docx"]
    assert told["rendering"]["kind"] == "docx"
    assert told["rendering"]["lost"]["outline"] == pytest.approx(
        told["rendering"]["text"]["outline"]["f1"] - told["figures"]["outline"]["f1"], abs=1e-3
    )
    assert told["rendering"]["character_errors"]["plans"].keys() == {"t1", "t2"}


def test_the_command_names_a_missing_program(tmp_path):
    done = command("--rendering", "scan", PATH=str(tmp_path))
    assert done.returncode == 1
    assert "LibreOffice" in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize("options", [("--look", "2"), ("--keep", "x"), ("--rendering", "docx", "--perturb")])
def test_options_that_do_not_go_together(options):
    assert command(*options).returncode == 2
