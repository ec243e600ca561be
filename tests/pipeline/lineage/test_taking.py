"""How much text a plan took over, in counts that add up; and lineage out of a real store."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from pathlib import Path

import pytest

from models.document import RawFile
from models.plan import Plan
from pipeline.lineage import lineage
from pipeline.lineage.gathering import citing, gathered, of_store, restricted
from pipeline.lineage.taking import MOST_TOGETHER, Texts, wanted, with_texts
from pipeline.lineage.types import Lineage, Standing, Taking
from pipeline.process import process
from pipeline.store import Store
from pipeline.store.correcting import correct
from pipeline.store.packing import packed
from tests.pipeline.lineage.texts import plan, text_of

MOVEMENT = "phong trào thi đua “Doanh nghiệp hội nhập và phát triển”"
KEPT = "1. Mục đích: Nâng cao năng lực cạnh tranh của doanh nghiệp trên địa bàn tỉnh Đồng Tháp."
ADAPTED = "2. Yêu cầu: Phong trào phải thiết thực, hiệu quả, tiết kiệm, sát với tình hình của từng doanh nghiệp."
DROPPED = "3. Kinh phí: Ngân sách tỉnh bảo đảm theo phân cấp hiện hành của Luật Ngân sách nhà nước."
PROVINCE = text_of(
    "TỈNH ĐỒNG THÁP",
    "55/KH-UBND",
    "Đồng Tháp, ngày 24 tháng 4 năm 2018",
    f"Thực hiện {MOVEMENT}",
    f"Thực hiện Quyết định số 101/QĐ-TTg ngày 12/01/2018 của Thủ tướng Chính phủ về {MOVEMENT}, UBND tỉnh ban hành:",
    f"I. MỤC ĐÍCH, YÊU CẦU\n\n{KEPT}\n\n{ADAPTED}\n\n{DROPPED}",
)
DISTRICT = text_of(
    "HUYỆN CAO LÃNH",
    "61/KH-UBND",
    "Cao Lãnh, ngày 20 tháng 9 năm 2018",
    f"Thực hiện {MOVEMENT}",
    f"Thực hiện Kế hoạch số 55/KH-UBND ngày 24/4/2018 của UBND tỉnh Đồng Tháp về {MOVEMENT}, UBND huyện ban hành:",
    "I. MỤC ĐÍCH, YÊU CẦU\n\n"
    + KEPT.replace("tỉnh Đồng Tháp", "huyện Cao Lãnh")
    + "\n\n"
    + ADAPTED.replace("tiết kiệm", "đúng tiến độ, không phô trương")
    + "\n\n3. Tuyên truyền: Đài Truyền thanh huyện phát sóng chuyên mục hằng tuần.",
)


def read(text: str, name: str) -> tuple[RawFile, Plan]:
    raw = RawFile(content=text.encode(), media_type="text/plain", source=f"{name}.txt")
    return raw, process(raw)


@pytest.fixture(scope="module")
def pair() -> dict[str, Plan]:
    return {"tinh": read(PROVINCE, "tinh")[1], "huyen": read(DISTRICT, "huyen")[1]}


def test_kept_adapted_dropped_and_added_are_told_apart(pair: dict[str, Plan]) -> None:
    taking = Texts(pair).taking("tinh", "huyen")
    assert [getattr(taking, what).clauses for what in ("kept", "adapted", "dropped", "added")] == [1, 1, 1, 1]
    assert taking.kept.words == len(KEPT.removeprefix("1. ").replace(":", "").split())
    assert 0 < taking.verbatim < taking.kept.words + taking.adapted.words


def adds_up(taking: Taking) -> bool:
    first = [taking.kept, taking.adapted, taking.dropped]
    whole = (sum(s.clauses for s in first), sum(s.words for s in first)) == (taking.first.clauses, taking.first.words)
    return whole and taking.added.clauses <= taking.second.clauses and taking.verbatim <= taking.first.words


def test_shares_add_up_to_the_whole_text(corpus: dict[str, Plan]) -> None:
    texts = Texts(corpus)
    for first, second in permutations(corpus, 2):
        assert adds_up(texts.taking(first, second)), (first, second)


def test_a_copy_takes_over_everything(corpus: dict[str, Plan]) -> None:
    one = next(iter(corpus.values()))
    taking = Texts({"one": one, "copy": one}).taking("one", "copy")
    assert taking.kept == taking.first == taking.second
    assert taking.taken == 1
    assert (taking.adapted.clauses, taking.dropped.clauses, taking.added.clauses) == (0, 0, 0)


def test_plans_of_one_movement_have_more_in_common_than_plans_of_two(corpus: dict[str, Plan]) -> None:
    texts = Texts(corpus)
    near = texts.taking("ca-mau-2019-108-kh-ubnd", "lai-chau-2019-kh-ubnd").taken
    far = texts.taking("ca-mau-2017-15-kh-ubnd", "lai-chau-2019-kh-ubnd").taken
    assert near > 0.4
    assert far < 0.1


def test_of_a_movement_too_large_only_the_named_plans_and_their_parents_are_compared() -> None:
    text = (
        f"Thực hiện Kế hoạch số 55/KH-UBND ngày 24/4/2018 của UBND tỉnh Đồng Tháp về {MOVEMENT}, UBND huyện ban hành:"
    )
    one = plan("HUYỆN CAO LÃNH", "61/KH-UBND", "Cao Lãnh, ngày 20 tháng 9 năm 2018", f"Thực hiện {MOVEMENT}", text)
    many = {f"p{n:03}": one for n in range(MOST_TOGETHER + 1)} | {"tinh": read(PROVINCE, "tinh")[1]}
    found = lineage(list(many.items()))
    assert wanted(found) == []
    ((_, keys),) = wanted(found, ["p007"])
    assert set(keys) == {"p007", "tinh"}
    told = with_texts(found, many, ["p007"])
    assert len(told.kin) == 1
    assert told.left_uncompared == len(many) * (len(many) - 1) // 2 - 1


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(None, tmp_path) as opened:
        for text, name in ((PROVINCE, "tinh"), (DISTRICT, "huyen")):
            opened.put(*read(text, name))
        yield opened


def stored_parent(found: Lineage) -> tuple[str, str]:
    (edge,) = [e for e in found.edges if e.standing is Standing.PARENT and found.node(e.parent).in_store]
    assert edge.taken
    assert edge.lag_days == 149
    return edge.child, edge.parent


def test_a_stored_parent_is_found_and_its_text_compared(store: Store) -> None:
    found = of_store(store)
    assert stored_parent(found) == ("huyen-cao-lanh-2018-61-kh-ubnd", "dong-thap-2018-55-kh-ubnd")
    assert len(found.kin) == 1
    assert of_store(store, ["huyen-cao-lanh-2018-61-kh-ubnd"]) == found


def test_what_a_person_corrected_counts(store: Store) -> None:
    correct(store, "dong-thap-2018-55-kh-ubnd", {"number": "56"}, by="A", why="bản giấy")
    (movement,) = of_store(store).movements
    assert [e for e in of_store(store).edges if e.parent == "dong-thap-2018-55-kh-ubnd"] == []
    assert len(movement.plans) == 2


def test_what_is_read_of_a_stored_plan_says_the_same_as_the_whole(corpus: dict[str, Plan]) -> None:
    from models.interchange import dump

    parts = [(key, citing(packed(dump(whole)))) for key, whole in corpus.items()]
    assert lineage(parts) == lineage(list(corpus.items()))


def test_an_empty_store_has_no_lineage(tmp_path: Path) -> None:
    with Store.open(None, tmp_path) as empty:
        assert gathered(empty) == []
        assert of_store(empty).movements == ()


def test_only_the_movements_of_named_plans_are_kept(corpus: dict[str, Plan]) -> None:
    whole = lineage(list(corpus.items()))
    found = restricted(whole, ["an-bien-2019-118-kh-ubnd"])
    assert [len(m.plans) for m in found.movements] == [3]
    assert {e.child for e in found.edges} <= {key for m in found.movements for key in m.documents}
    assert {key for e in found.edges for key in (e.child, e.parent)} <= {n.key for n in found.nodes}
