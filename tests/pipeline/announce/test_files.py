"""What readers get: an Atom feed, pages, Markdown; nothing of a plan is taken for markup."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from datetime import date, timedelta
from pathlib import Path

import feedparser
import pytest
from lxml import html as lxml_html
from markdown_it import MarkdownIt

from models.errors import AnnounceError
from models.records import MilestoneKind
from pipeline.announce import announce, markdown, outbox, page, watches
from pipeline.announce.channels import feed, file
from pipeline.announce.channels.means import Means
from pipeline.announce.outlets import Outlets
from pipeline.announce.sheets import sheet
from pipeline.announce.types import (
    Alone,
    ChangedPlan,
    Deadline,
    Digest,
    FactTold,
    FieldTold,
    NewPlan,
    Notice,
    Passage,
    RemovedPlan,
    Target,
    Told,
)
from pipeline.messages import use
from pipeline.store.question import Question
from tests.pipeline.announce.conftest import NOW, put

HOSTILE = '<script>alert(1)</script> & "x" ]]> *a* [b](http://c) \x00\x1b\u202e'


def digest_of(words: str, source: str = "https://cong.vn/kh 10.pdf") -> Digest:
    """One with every part, of these words."""
    plan = Told(plan_id="p", version=2, symbol=words, unit=words, issued=date(2026, 1, 2), subject=words, source=source)
    passage = Passage(kind="criteria", path="II/1/-1", page=3, text=words)
    fact = FactTold(
        what="changed",
        kind="quantities",
        passage=passage,
        fields=(FieldTold(field="value", before=80.0, after=90.0),),
        bearing="stricter",
    )
    field = FactTold(
        what="changed",
        kind="metadata",
        name="subject",
        passage=Passage(text=words),
        fields=(FieldTold(field="value", before=words, after=None),),
    )
    deadline = Deadline(
        plan=plan, passage=passage, kind=MilestoneKind.REPORT, due=date(2026, 12, 1), text=words, actor=words
    )
    return Digest(
        watch=words,
        question={},
        since=1,
        until=9,
        day=date(2026, 11, 22),
        new=(NewPlan(plan=plan, counts={"criteria": 3, "awards": 1}, answers=(passage,), answered=7),),
        changed=(ChangedPlan(plan=plan, before=1, facts=(fact, field), more=4, clauses={"added": 2}, joined=True),),
        removed=(RemovedPlan(plan_id="q", symbol=words),),
        deadlines=(deadline,),
        alone=(Alone(plan=plan, criteria=(passage,), more=1, compared=30, of=99, unread=2), Alone(plan=plan)),
        left_out={"new": 5},
    )


@pytest.fixture(params=["vi", "en"])
def digest(request, say_vietnamese) -> Digest:
    use(request.param)
    return digest_of(HOSTILE, "https://cong.vn/kh10.pdf?a=1&b=%22")


def test_nothing_of_a_plan_is_taken_for_html(digest):
    made = page.page((sheet(digest),))
    assert "<script" not in made
    assert not re.search("[\x00-\x08\x1b\u202e]", made)
    tree = lxml_html.document_fromstring(made)
    tags = {element.tag for element in tree.iter() if isinstance(element.tag, str)}
    assert tags <= {
        *("html", "head", "meta", "title", "style", "body", "main", "section", "article"),
        *("h1", "h2", "h3", "p", "ul", "li", "q", "span", "a"),
    }
    assert {a.get("href") for a in tree.iter("a")} == {digest.new[0].plan.source}
    said = tree.text_content()
    assert '<script>alert(1)</script> & "x" ]]>' in said
    for part in ("II/1/-1", "80 → 90", "99", "01/12/2026"):
        assert part in said


@pytest.mark.parametrize("source", ["javascript:alert(1)", "data:text/html,x", "kh.pdf", "//x", "https://a b"])
def test_only_addresses_of_the_web_are_links(source, say_vietnamese):
    told = sheet(digest_of("x", source))
    assert "<a " not in page.page((told,))
    assert "<a " not in MarkdownIt("commonmark").render(markdown.text((told,)))


def test_nothing_of_a_plan_is_taken_for_markdown(digest):
    made = markdown.text((sheet(digest),))
    tree = lxml_html.document_fromstring(MarkdownIt("gfm-like", {"linkify": False}).render(made))
    assert {e.tag for e in tree.iter() if isinstance(e.tag, str)} <= {
        *("html", "body", "h1", "h2", "ul", "li", "p", "strong", "em", "sup", "a")
    }
    assert {a.get("href") for a in tree.iter("a")} == {digest.new[0].plan.source}
    assert "alert(1)" in tree.text_content()
    assert '"x" ]]> *a* [b](http://c)' in " ".join(tree.text_content().split())


def test_the_plain_text_has_a_line_for_each_thing_and_no_control_characters(digest):
    made = markdown.plain((sheet(digest),))
    assert not re.search("[\x00-\x09\x0b-\x1f\u202e]", made)
    assert made.count("II/1/-1") == 4


def notice(no: int, words: str = "x", **more) -> Notice:
    return Notice(
        no=no,
        watch="văn hóa & công sở",
        origin="store/w/1",
        target=Target(kind="feed", to="/srv/tin.xml"),
        since=no - 1,
        until=no,
        day=date(2026, 11, 22),
        made_at=NOW + timedelta(days=no),
        digest=digest_of(words),
        standing="sent",
        **more,
    )


def test_the_feed_is_valid_atom(say_vietnamese):
    made = feed.atom([notice(2, HOSTILE), notice(1)], "tin tức.xml")
    read = feedparser.parse(made.encode(), response_headers={"content-type": "application/atom+xml"})
    assert not read.bozo, read.get("bozo_exception")
    assert (read.version, read.feed.title, read.feed.language) == ("atom10", "Kế hoạch: văn hóa & công sở", "vi")
    assert read.feed.updated == "2026-11-24T03:00:00Z" == read.entries[0].updated
    assert len({entry.id for entry in read.entries} | {read.feed.id}) == 3
    assert all(re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", entry.id) for entry in read.entries)
    # RFC 4287, 4.1.1 and 4.1.2: exactly one id, title and updated each, an author for all, content where no link is.
    root, atom = ET.fromstring(made.encode()), "{http://www.w3.org/2005/Atom}"  # noqa: S314  (our own)
    for element in (root, *root.iter(f"{atom}entry")):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{atom}{name}")) == 1, name
    assert root.find(f"{atom}author/{atom}name") is not None
    assert [c.get("type") for c in root.iter(f"{atom}content")] == ["html", "html"]
    content = next(root.iter(f"{atom}content")).text or ""
    assert "<script" not in content
    assert "<h3>" in content
    assert re.fullmatch(r"\./tin%20t%E1%BB%A9c\.xml", root.find(f"{atom}link").get("href"))


def test_the_feed_keeps_the_last_hundred_and_their_ids(store, settings, clock, tmp_path, monkeypatch):
    target = tmp_path / "tin.xml"
    watches.add(store, clock, "w", Question(unit="Lai Châu"), [Target(kind="feed", to=str(target))])
    monkeypatch.setattr(feed, "MOST", 3)
    seen: dict[str, str] = {}
    for number in range(11, 16):
        put(store, number=number, place="Lai Châu", due="15/12/2020")
        assert announce(store, settings, clock).sent == 1
        read = feedparser.parse(target.read_bytes())
        assert not read.bozo
        for entry in read.entries:
            assert seen.setdefault(entry.id, entry.content[0].value) == entry.content[0].value
        clock.on(days=1)
    assert len(seen) == 5
    assert [re.search(r"(\d+)/KH-UBND", e.content[0].value)[1] for e in read.entries] == ["15", "14", "13"]


def test_a_file_has_the_last_digests_and_a_folder_one_each(store, settings, clock, tmp_path):
    folder = tmp_path / "tin"
    targets = [tmp_path / "tin.html", tmp_path / "tin.md"]
    to = [*map(str, targets), f"{folder}/"]
    watches.add(store, clock, "Cà Mau/../x", Question(unit="Lai Châu"), [Target(kind="digest", to=t) for t in to])
    for number in (11, 12):
        put(store, number=number, place="Lai Châu", due="15/12/2020")
        assert announce(store, settings, clock).sent == 3
        clock.on(days=1)
    for one in targets:
        said = one.read_text(encoding="utf-8")
        assert said.index("12/KH-UBND") < said.index("11/KH-UBND"), "the newest on top"
    names = sorted(p.name for p in folder.iterdir())
    assert len(names) == 2
    assert all(re.fullmatch(r"2026-11-2[23]-ca-mau-x-[0-9a-f]{6}-\d+\.html", name) for name in names)


def test_a_disk_that_is_closed_is_a_failure_that_is_tried_again(store, settings, clock, tmp_path):
    place = tmp_path / "away"
    place.mkdir()
    watches.add(store, clock, "w", Question(unit="Lai Châu"), [Target(kind="feed", to=str(place / "tin.xml"))])
    place.rmdir()
    place.write_text("no folder any more")
    put(store, number=11, place="Lai Châu", due="15/12/2020")
    (failure,) = announce(store, settings, clock).failures
    assert (failure.failure, failure.given_up) == ("AnnounceError", False)
    assert str(place) in failure.reason
    place.unlink()
    place.mkdir()
    clock.on(hours=1)
    assert announce(store, settings, clock).sent == 1


def test_writing_twice_gives_the_same_bytes(store, settings, clock, tmp_path):
    target = tmp_path / "tin.xml"
    watches.add(store, clock, "w", Question(unit="Lai Châu"), [Target(kind="feed", to=str(target))])
    put(store, number=11, place="Lai Châu", due="15/12/2020")
    announce(store, settings, clock)
    before = target.read_bytes()
    (kept,) = outbox.of_watch(store, "w")
    clock.on(days=3)
    feed.send(kept, Means(store, settings, clock, Outlets()))
    assert target.read_bytes() == before


def test_a_name_of_a_file_is_never_a_path(tmp_path: Path):
    name = file._name(notice(1).model_copy(update={"watch": "../../etc/passwd\0"}))
    assert "/" not in name
    assert ".." not in name
    with pytest.raises(AnnounceError):
        file.put(tmp_path / "no" / "such" / "x.md", "x")
