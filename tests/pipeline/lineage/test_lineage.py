"""Plans linked to the decision that they carry out and to each other, and grouped by movement."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.metadata import Absent, Found
from models.plan import Plan
from pipeline.lineage import lineage
from pipeline.lineage.types import Edge, Lineage, Standing, Undated
from tests.pipeline.lineage.texts import plan

AN_BIEN, CA_MAU, LAI_CHAU = "an-bien-2019-118-kh-ubnd", "ca-mau-2019-108-kh-ubnd", "lai-chau-2019-kh-ubnd"
OTHERS = {"ca-mau-2017-15-kh-ubnd", "ca-mau-2023-77-kh-ubnd"}
PROVINCE = ("TỈNH ĐỒNG THÁP", "55/KH-UBND", "Đồng Tháp, ngày 24 tháng 4 năm 2018")
DISTRICT = ("HUYỆN CAO LÃNH", "61/KH-UBND", "Cao Lãnh, ngày 20 tháng 9 năm 2018")
MOVEMENT = "phong trào thi đua “Doanh nghiệp hội nhập và phát triển”"


def by_symbol(found: Lineage, symbol: str) -> str:
    (key,) = [node.key for node in found.nodes if node.symbol == symbol]
    return key


def parent(found: Lineage, child: str) -> Edge:
    (edge,) = [e for e in found.edges if e.child == child and e.standing in (Standing.PARENT, Standing.INFERRED)]
    return edge


@pytest.fixture(scope="module")
def of_corpus(corpus: dict[str, Plan]) -> Lineage:
    return lineage(list(corpus.items()))


def test_an_bien_carries_out_127_of_kien_giang_which_carries_out_733(of_corpus: Lineage) -> None:
    kien_giang, decision = by_symbol(of_corpus, "127/KH-UBND"), by_symbol(of_corpus, "733/QĐ-TTg")
    first = parent(of_corpus, AN_BIEN)
    assert (first.parent, first.standing, first.lag_days) == (kien_giang, Standing.PARENT, 29)
    second = parent(of_corpus, kien_giang)
    assert (second.parent, second.standing, second.lag_days) == (decision, Standing.INFERRED, 66)
    assert second.shown_by == (AN_BIEN,)
    assert [p.quote[:25] for p in second.places] == ["Kế hoạch số 127/KH-UBND n", "Quyết định số 733/QĐ-TTg "]


def test_the_provinces_carry_out_733_itself(of_corpus: Lineage) -> None:
    decision = by_symbol(of_corpus, "733/QĐ-TTg")
    assert [(parent(of_corpus, p).parent, parent(of_corpus, p).lag_days) for p in (CA_MAU, LAI_CHAU)] == [
        (decision, 66),
        (decision, 68),
    ]


def test_a_parent_that_is_not_in_the_store_is_known_as_it_is_cited(of_corpus: Lineage) -> None:
    node = of_corpus.node(by_symbol(of_corpus, "733/QĐ-TTg"))
    assert not node.in_store
    assert (node.issued, node.issuer) == (date(2019, 6, 14), "Thủ tướng Chính phủ")
    assert {c.plan for c in node.cited} == {AN_BIEN, CA_MAU, LAI_CHAU}
    assert all(c.place.quote.startswith("Quyết định số 733/QĐ-TTg") for c in node.cited)


def test_plans_of_other_movements_are_not_drawn_in(of_corpus: Lineage) -> None:
    (movement,) = [m for m in of_corpus.movements if AN_BIEN in m.plans]
    assert set(movement.plans) == {AN_BIEN, CA_MAU, LAI_CHAU}
    assert {m.plans[0] for m in of_corpus.movements if len(m.plans) == 1} >= OTHERS


def test_every_plan_is_in_exactly_one_movement(of_corpus: Lineage, corpus: dict[str, Plan]) -> None:
    assert sorted(key for m in of_corpus.movements for key in m.plans) == sorted(corpus)


def test_the_order_of_the_plans_changes_nothing(of_corpus: Lineage, corpus: dict[str, Plan]) -> None:
    assert lineage(list(reversed(corpus.items()))) == of_corpus


def test_plans_beside_each_other_do_not_change_what_each_carries_out(
    of_corpus: Lineage, corpus: dict[str, Plan]
) -> None:
    for key, one in corpus.items():
        alone = lineage([(key, one)])
        assert [e.model_dump() for e in alone.edges if e.child == key] == [
            e.model_dump() for e in of_corpus.edges if e.child == key
        ]


def test_a_movement_written_for_the_test_hangs_together(countryside: dict[str, Plan], corpus: dict[str, Plan]) -> None:
    found = lineage([*countryside.items(), *corpus.items()])
    (movement,) = [m for m in found.movements if "yen-bai-2022-142-kh-ubnd" in m.plans]
    assert set(movement.plans) == set(countryside)
    launched = by_symbol(found, "589/QĐ-TTg")
    assert {parent(found, p).parent for p in ("yen-bai-2022-142-kh-ubnd", "binh-dinh-2022-115-kh-ubnd")} == {launched}
    town = parent(found, "vinh-quoi-2023-18-kh-ubnd").parent
    assert found.node(town).symbol == "176/KH-UBND"
    assert parent(found, town).parent == launched


def test_a_movement_without_a_common_decision_goes_by_its_name(administration: dict[str, Plan]) -> None:
    found = lineage(list(administration.items()))
    (movement,) = [m for m in found.movements if "quang-tri-2023-88-kh-ubnd" in m.plans]
    assert {"bac-kan-2023-341-kh-ubnd", "di-linh-2023-167-kh-ubnd"} < set(movement.plans)


def test_two_movements_of_one_directive_stay_two() -> None:
    basis = (
        "Thực hiện Chỉ thị số 35-CT/TW ngày 05/01/2018 của Bộ Chính trị về thi đua yêu nước trong tình hình mới, "
        "Ủy ban nhân dân tỉnh Đồng Tháp ban hành Kế hoạch như sau:"
    )
    one = plan(*PROVINCE, "Phong trào thi đua “Tuổi trẻ thi đua yêu nước trong tình hình mới”", basis)
    two = plan(*DISTRICT, "Phong trào thi đua “Phụ nữ thi đua yêu nước trong tình hình mới”", basis)
    assert len(lineage([("one", one), ("two", two)]).movements) == 2


def dated(of: Plan, issued: date | None) -> Plan:
    field = (
        Absent(reason="not readable") if issued is None else Found(value=issued, evidence=(), rule="t", confidence=1)
    )
    return of.model_copy(update={"metadata": of.metadata.model_copy(update={"issued": field})})


def test_no_lag_without_both_dates() -> None:
    dateless = plan(
        *PROVINCE,
        f"Thực hiện {MOVEMENT}",
        f"Thực hiện Quyết định số 101/QĐ-TTg của Thủ tướng Chính phủ về {MOVEMENT}, UBND tỉnh ban hành Kế hoạch:",
    )
    edge = parent(lineage([("child", dateless)]), "child")
    assert (edge.lag_days, edge.no_lag) == (None, Undated.PARENT)
    edge = parent(lineage([("child", dated(dateless, None))]), "child")
    assert (edge.lag_days, edge.no_lag) == (None, Undated.CHILD)


def test_a_parent_that_plans_date_differently_has_no_date() -> None:
    def carrying(of: tuple[str, str, str], day: str) -> Plan:
        said = (
            f"Thực hiện Quyết định số 101/QĐ-TTg ngày {day} của Thủ tướng Chính phủ về {MOVEMENT}, ban hành Kế hoạch:"
        )
        return plan(*of, f"Thực hiện {MOVEMENT}", said)

    one, two = carrying(PROVINCE, "12/01/2018"), carrying(DISTRICT, "13/01/2018")
    found = lineage([("one", one), ("two", two)])
    assert parent(found, "one").no_lag is Undated.DATES_DIFFER
    assert {c.issued for c in found.node(parent(found, "one").parent).cited} == {date(2018, 1, 12), date(2018, 1, 13)}


def test_plans_that_carry_out_each_other_are_no_circle() -> None:
    def carrying(of: tuple[str, str, str], other: str) -> Plan:
        return plan(*of, f"Thực hiện {MOVEMENT}", f"Thực hiện {other} về {MOVEMENT}, ban hành Kế hoạch như sau:")

    up = "Kế hoạch số 55/KH-UBND ngày 24/4/2018 của Ủy ban nhân dân tỉnh Đồng Tháp"
    down = "Kế hoạch số 56/KH-UBND ngày 24/4/2018 của Ủy ban nhân dân tỉnh Đồng Tháp"
    other = ("TỈNH ĐỒNG THÁP", "56/KH-UBND", "Đồng Tháp, ngày 24 tháng 4 năm 2018")
    found = lineage([("one", carrying(PROVINCE, down)), ("two", carrying(other, up))])
    standing = sorted(e.standing.value for e in found.edges)
    assert standing == ["candidate", "parent"]
    assert "circle" in {r.rule for e in found.edges for r in e.reasons}


def test_a_plan_is_never_its_own_parent(corpus: dict[str, Plan]) -> None:
    # Two copies under two ids are two plans of the store with one symbol: neither is the other's parent.
    found = lineage([("one", corpus[CA_MAU]), ("two", corpus[CA_MAU])])
    assert all({e.child, e.parent} != {"one", "two"} for e in found.edges)
    assert all(e.child != e.parent for e in found.edges)


def test_an_id_that_stands_twice_is_an_error(corpus: dict[str, Plan]) -> None:
    with pytest.raises(ValueError, match="twice"):
        lineage([("one", corpus[CA_MAU]), ("one", corpus[LAI_CHAU])])


def test_nothing_has_no_lineage() -> None:
    assert lineage([]) == Lineage(nodes=(), edges=(), movements=())


WORDS = st.sampled_from(
    ["Thực hiện", "Căn cứ", "Quyết định số 1/QĐ-TTg", "Kế hoạch số 55/KH-UBND", "của UBND tỉnh", "về", ";", "“", "”"]
)


@settings(max_examples=40, deadline=None)
@given(st.lists(WORDS, max_size=20).map(" ".join), st.lists(WORDS, max_size=20).map(" ".join))
def test_whatever_plans_say_each_document_has_one_parent_at_most_and_no_circle(one: str, two: str) -> None:
    plans = [("one", plan(*PROVINCE, f"Thực hiện {MOVEMENT}", one)), ("two", plan(*DISTRICT, one, two))]
    found = lineage(plans)
    above = {}
    for edge in found.edges:
        if edge.standing in (Standing.PARENT, Standing.INFERRED):
            assert edge.child not in above
            above[edge.child] = edge.parent
    for key in above:
        line = [key]
        while line[-1] in above:
            line.append(above[line[-1]])
            assert len(line) == len(set(line))
    assert {key for e in found.edges for key in (e.child, e.parent)} <= {n.key for n in found.nodes}
