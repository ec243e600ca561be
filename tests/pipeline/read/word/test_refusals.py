"""Files that are refused: each with its reason, quickly, and without opening what they hold."""

from __future__ import annotations

import contextlib
import re
import struct
import time
import tracemalloc
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.errors import DamagedFile, NeedsPassword, ReadError, TooLarge, Unsafe
from pipeline.read.word import package
from tests.pipeline.read.word.parcel import (
    abstract,
    docx,
    level,
    listed,
    num,
    p,
    packed,
    parts,
    read,
    read_bytes,
    tbl,
    tc,
    tr,
)

MAIN = "word/document.xml"
GOOD = docx(p("Kế hoạch"))


def changed(**members: str | bytes) -> bytes:
    """The good file with its main part replaced, or with members added (`__` in a name is a slash)."""
    made: dict[str, str | bytes] = {**parts(p("Kế hoạch"))}
    return packed(made | {name.replace("__", "/"): content for name, content in members.items()})


def with_main(content: str | bytes) -> bytes:
    return packed({**parts(p("x")), MAIN: content})


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (GOOD[: len(GOOD) // 2], DamagedFile),
        (GOOD[:-10], DamagedFile),
        (GOOD.replace(b"PK\x05\x06", b"PK\x05\x07"), DamagedFile),
        (packed({"[Content_Types].xml": "<Types/>"}), DamagedFile),
        (packed({name: text for name, text in parts(p("x")).items() if name != MAIN}), DamagedFile),
        (packed({name: text for name, text in parts(p("x")).items() if name != "_rels/.rels"}), DamagedFile),
        (with_main("<w:document"), DamagedFile),
        (with_main("kein XML"), DamagedFile),
        (with_main(""), DamagedFile),
        (with_main('<?xml version="1.0" encoding="UTF-7"?><a/>'), DamagedFile),
        (with_main('<?xml version="1.0"?><other/>'), DamagedFile),
        (with_main('<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'), Unsafe),
        (with_main('<?xml version="1.0"?><!DOCTYPE a><a/>'.encode("utf-16")), Unsafe),
        (changed(word__vbaProject_bin="x").replace(b"vbaProject_bin", b"vbaProject.bin"), Unsafe),
        (
            packed({name: text.replace("document.main", "document.macroEnabled.main") for name, text in
                    parts(p("x")).items()}),
            Unsafe,
        ),
        (packed({"EncryptedPackage": b"x"}), NeedsPassword),
    ],
)  # fmt: skip
def test_what_is_no_document_is_refused(content: bytes, error: type[ReadError]) -> None:
    with pytest.raises(error):
        read_bytes(content)


def test_an_encrypted_member_needs_a_password() -> None:
    directory = GOOD.rindex(b"PK\x01\x02")
    locked = bytearray(GOOD)
    locked[directory + 8] |= 1
    with pytest.raises(NeedsPassword):
        read_bytes(bytes(locked))


def test_a_bomb_is_refused_before_it_has_expanded() -> None:
    bomb = with_main(b"<w:p/>" * 20_000_000)
    assert len(bomb) < 1_000_000
    tracemalloc.start()
    begun = time.perf_counter()
    with pytest.raises((Unsafe, TooLarge)):
        read_bytes(bomb)
    took, (_, peak) = time.perf_counter() - begun, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert took < 5
    assert peak < 100 * 1024 * 1024


def _declaring(content: bytes, size: int, crc: int) -> bytes:
    """The file with another size and checksum declared for its main part, in both places that say them."""
    out = bytearray(content)
    for head, at in ((b"PK\x03\x04", 14), (b"PK\x01\x02", 16)):
        start = out.index(MAIN.encode()) - 30 if head == b"PK\x03\x04" else out.rindex(MAIN.encode()) - 46
        assert out[start : start + 4] == head
        struct.pack_into("<I", out, start + at, crc)
        struct.pack_into("<I", out, start + at + 8, size)
    return bytes(out)


def test_a_lie_about_the_size_is_not_believed() -> None:
    lying = _declaring(with_main(b"<a>" + b" " * 300_000_000 + b"</a>"), 100, zlib.crc32(b"<a>" + b" " * 97))
    tracemalloc.start()
    with pytest.raises(ReadError):
        read_bytes(lying)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20 * 1024 * 1024


def test_a_huge_picture_is_never_expanded() -> None:
    content = changed(word__media__a="0" * 200_000_000)
    tracemalloc.start()
    assert read_bytes(content).text == "Kế hoạch"
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20 * 1024 * 1024


def test_too_many_parts_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "_MAX_PARTS", 3)
    with pytest.raises(Unsafe):
        read_bytes(GOOD)


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "C:\\x", "word/../../x"])
def test_names_that_lead_elsewhere_are_only_names(name: str) -> None:
    assert read_bytes(packed({**parts(p("Kế hoạch")), name: "x"})).text == "Kế hoạch"


@pytest.mark.parametrize(
    "relation",
    [
        '<Relationship Id="rId8" Type="{0}/image" Target="http://example.invalid/a.png" TargetMode="External"/>',
        '<Relationship Id="rId8" Type="{0}/attachedTemplate" Target="file:///etc/passwd" TargetMode="External"/>',
        '<Relationship Id="rId8" Type="{0}/styles" Target="../../../etc/passwd"/>',
        '<Relationship Id="rId8" Type="{0}/numbering" Target="NULL"/>',
        '<Relationship Id="rId8" Type="{0}/styles" Target="http://example.invalid/styles.xml" TargetMode="External"/>',
    ],
)
def test_links_outwards_and_to_nothing_are_left_alone(relation: str) -> None:
    made = parts(p("Kế hoạch"))
    name = "word/_rels/document.xml.rels"
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    made[name] = made[name].replace("</Relationships>", relation.format(kinds) + "</Relationships>")
    assert read_bytes(packed({**made})).text == "Kế hoạch"


@pytest.mark.parametrize(
    "body",
    [
        "<w:p>" + "<w:smartTag>" * 150 + "<w:r><w:t>a</w:t></w:r>" + "</w:smartTag>" * 150 + "</w:p>",
        "<w:sdt><w:sdtContent>" * 100 + p("a") + "</w:sdtContent></w:sdt>" * 100,
        "<w:x>" * 100_000 + p("a") + "</w:x>" * 100_000,
    ],
)
def test_nesting_without_measure_is_refused(body: str) -> None:
    with pytest.raises((Unsafe, DamagedFile)):
        read(body)


def test_tables_within_each_other_without_measure_are_refused() -> None:
    table = p("a")
    for _ in range(45):
        table = tbl(tr(tc(table), "b"))
    with pytest.raises((Unsafe, DamagedFile)):
        read(table)


def test_a_note_that_cites_itself_ends() -> None:
    cites = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    note = f'<w:footnote w:id="2"><w:p><w:r><w:t>chú</w:t></w:r>{cites}</w:p></w:footnote>'
    document = read(f"<w:p><w:r><w:t>a</w:t></w:r>{cites}</w:p>", footnotes=note)
    assert document.text == "a\n\nchú"


def test_a_template_and_strict_names_are_read() -> None:
    made = parts(p("Kế hoạch"))
    template = {name: text.replace("document.main", "template.main") for name, text in made.items()}
    assert read_bytes(packed({**template})).text == "Kế hoạch"
    strict = {
        name: text.replace(
            "http://schemas.openxmlformats.org/officeDocument/2006", "http://purl.oclc.org/ooxml/officeDocument"
        ).replace(
            "http://schemas.openxmlformats.org/wordprocessingml/2006", "http://purl.oclc.org/ooxml/wordprocessingml"
        )
        for name, text in made.items()
    }
    assert read_bytes(packed({**strict})).text == "Kế hoạch"


def test_a_later_member_of_one_name_is_the_one_that_is_read() -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        content = _twice()
    assert read_bytes(content).text == "hai"


def _twice() -> bytes:
    import io
    from zipfile import ZipFile

    out = io.BytesIO()
    with ZipFile(out, "w") as archive:
        for name, text in parts(p("một")).items():
            archive.writestr(name, text)
        archive.writestr(MAIN, parts(p("hai"))[MAIN])
    return out.getvalue()


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_file_with_broken_bytes_is_read_or_refused(data: st.DataObject) -> None:
    out = bytearray(GOOD)
    for _ in range(data.draw(st.integers(1, 4))):
        out[data.draw(st.integers(0, len(out) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(ReadError):
        read_bytes(bytes(out))


_VALUES = st.sampled_from(["", "-1", "0", "999999999999", "x", "٣", "restart", "%9%1", "none", "bullet", "D800", "nil"])
_RICH = tbl(tr(tc("a", '<w:vMerge w:val="restart"/>'), tc("b", '<w:gridSpan w:val="2"/>')), tr("c", "d", "e"))


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_a_file_with_values_that_mean_nothing_is_read_or_refused(data: st.DataObject) -> None:
    lists = abstract(level(0, "%1.", "upperRoman"), level(1, "%1.%2")) + num()
    made = parts(listed("một") + listed("hai", level=1) + _RICH, numbering=lists)
    for name in ("word/document.xml", "word/numbering.xml"):
        pieces = re.split(r'(?<=w:val=")[^"]*', made[name])
        kept = re.findall(r'(?<=w:val=")[^"]*', made[name])
        at = data.draw(st.integers(0, len(kept) - 1))
        kept[at] = data.draw(_VALUES)
        made[name] = "".join(a + b for a, b in zip(pieces, [*kept, ""], strict=True))
    with contextlib.suppress(ReadError):
        document = read_bytes(packed({**made}))
        for table in document.tables:
            for row in table.rows:
                assert all(c.span.of(document.text) == c.span.of(document.text).strip() for c in row.cells)
