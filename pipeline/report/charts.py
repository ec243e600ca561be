"""The charts of a report: when each plan wants what, and how much pairs of plans share.

Both are read without colour: a sign or a shade never says what is not written beside it too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Literal

from models.plan import Plan
from pipeline.messages import language, say
from pipeline.report.drawing import drawn, width_of
from pipeline.report.lanes import Drawn, Lane, Sign, lanes
from pipeline.report.legend import status_words
from pipeline.report.saying import speaker
from pipeline.report.types import Chart, Status
from pipeline.timeline.wording import clipped, shown

_INK, _SOFT, _PALE, _LINE = "#1a1a1a", "#8a8a8a", "#ececec", "#d8d8d8"
_SIZE = 11
"""Points of the letters where a chart is drawn 16 cm wide or more."""
_ROW = 18
"""Height of a row of the timeline, in pixels of the drawing, as are all measures below."""
_PLOT = 360
_GAP = 8
_LABEL = 60
"""Room of a day on the axis, with the space that parts it from the next."""
_LEAST_DAYS, _ROOM = 30, 0.02
"""Days of the shortest axis, and the share of it that is left free at either end."""
_MOST_ROWS = 150
"""Rows of the tallest timeline: more cannot be read on a page."""

_SHAPES: dict[Sign, str] = {"deadline": "diamond", "day": "circle", "begins": "triangle-right", "recurs": "stroke"}


def timeline_chart(plans: Sequence[Plan], names: Sequence[str]) -> Chart | None:
    """The milestones of plans along one axis of time: a row a plan, kind and time; None where no plan names a day.

    `names` are what the plans are called, in their order. Raises ValueError where those are not as many, UsageError
    where no font on this machine can write it.
    """
    found = lanes(plans, names)
    days: list[date] = [day for lane in found.lanes for day in (*lane.days, *(lane.bar or ()))]
    if not days:
        return None
    left_out = max(len(found.lanes) - _MOST_ROWS, 0)
    rows = found.lanes[:_MOST_ROWS]
    shown_days = [day for lane in rows for day in (*lane.days, *(lane.bar or ()))] or days
    svg, png = drawn(_timeline(rows, min(shown_days), max(shown_days)))
    return Chart(caption=_caption(found, left_out), svg=svg, png=png, text=" ".join(found.said))


def _caption(found: Drawn, left_out: int) -> str:
    parts = [say("chart.timeline")]
    if found.undated:
        parts.append(say("chart.undated", count=found.undated))
    if left_out:
        parts.append(say("chart.left_out", count=left_out))
    return " ".join(parts)


def _timeline(rows: Sequence[Lane], first: date, last: date) -> dict[str, Any]:
    import altair as alt

    left = max(70, *(width_of(lane.label, _SIZE) for lane in rows if not _is_title(lane))) + 3 * _GAP
    right = max(width_of(lane.time, _SIZE) for lane in rows) + _GAP
    height = _ROW * len(rows)
    low, high = first.toordinal(), last.toordinal()
    room = max(high - low, _LEAST_DAYS) * _ROOM
    ticks = [day for day in _ticks(first, last) if low - room <= day.toordinal() <= high + room] or [first]
    x = alt.X(
        "x:Q",
        scale=alt.Scale(domain=[low - room, high + room], nice=False),
        axis=alt.Axis(
            orient="top",
            values=[day.toordinal() for day in ticks],
            labelExpr=_labelled(ticks),
            labelFontSize=_SIZE - 1,
            labelOverlap=False,
            labelFlush=False,
            gridColor=_LINE,
            domainColor=_SOFT,
            tickColor=_SOFT,
            title=None,
        ),
    )
    y = alt.Y("y:Q", scale=alt.Scale(domain=[0, len(rows)], reverse=True, nice=False), axis=None)
    numbered = list(enumerate(rows))
    layers = [
        _bands([at for at, lane in numbered if _is_title(lane)], y, left, right),
        _bars(numbered, x, y),
        _guides(numbered, x, y),
        *_signs(numbered, x, y),
        _texts([(at, lane.label) for at, lane in numbered if _is_title(lane)], y, _GAP / 2 - left, bold=True),
        _texts([(at, lane.label) for at, lane in numbered if not _is_title(lane)], y, 1.5 * _GAP - left),
        _texts([(at, lane.time) for at, lane in numbered if lane.time], y, _PLOT + _GAP),
        *_key(rows, height, left),
    ]
    chart = alt.layer(*layers).properties(width=_PLOT, height=height, padding=6)
    spec: dict[str, Any] = chart.to_dict()
    return spec


def _is_title(lane: Lane) -> bool:
    return not lane.sign and not lane.time


def _ticks(first: date, last: date) -> list[date]:
    """Days to be labelled: beginnings of months, quarters, half-years or years, so far apart that each can be read."""
    days = max((last - first).days, _LEAST_DAYS) * (1 + 2 * _ROOM)
    for months in (1, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 6000):
        if months * 30.4 / days * _PLOT >= _LABEL:
            begin = (first.year * 12 + first.month - 1) // months
            end = -(-(last.year * 12 + last.month) // months)
            found = [(at * months // 12, at * months % 12 + 1) for at in range(begin, end + 1)]
            return [date(year, month, 1) for year, month in found if date.min.year <= year <= date.max.year]
    return [first]


def _labelled(ticks: Sequence[date]) -> str:
    """An expression that writes each labelled day as it is written in Vietnam."""
    cases = "".join(f"datum.value == {day.toordinal()} ? '{shown(day)}' : " for day in ticks)
    return f"{cases}''"


def _data(values: list[dict[str, Any]]) -> Any:
    import altair as alt

    return alt.Data(values=values)  # type: ignore[no-untyped-call]


def _bands(rows: Sequence[int], y: Any, left: float, right: float) -> Any:
    """A pale band behind the name of each plan."""
    import altair as alt

    data = _data([{"y": at, "y2": at + 1} for at in rows])
    mark = alt.Chart(data).mark_rect(color=_PALE)
    return mark.encode(x=alt.value(-left), x2=alt.value(_PLOT + right), y=y, y2="y2:Q")


def _bars(rows: Sequence[tuple[int, Lane]], x: Any, y: Any) -> Any:
    import altair as alt

    values = [
        {"x": lane.bar[0].toordinal(), "x2": lane.bar[1].toordinal(), "y": at + 0.5} for at, lane in rows if lane.bar
    ]
    mark = alt.Chart(_data(values)).mark_rule(color=_SOFT, strokeWidth=5, opacity=0.75)
    return mark.encode(x=x, x2="x2:Q", y=y)


def _guides(rows: Sequence[tuple[int, Lane]], x: Any, y: Any) -> Any:
    """A thin line through what recurs, from its first to its last time."""
    import altair as alt

    values = [
        {"x": lane.days[0].toordinal(), "x2": lane.days[-1].toordinal(), "y": at + 0.5}
        for at, lane in rows
        if lane.sign == "recurs"
    ]
    mark = alt.Chart(_data(values)).mark_rule(color=_SOFT, strokeWidth=1, strokeDash=[2, 2])
    return mark.encode(x=x, x2="x2:Q", y=y)


def _signs(rows: Sequence[tuple[int, Lane]], x: Any, y: Any) -> list[Any]:
    import altair as alt

    layers = []
    for sign in _SHAPES:
        values = [{"x": day.toordinal(), "y": at + 0.5} for at, lane in rows if lane.sign == sign for day in lane.days]
        layers.append(alt.Chart(_data(values)).mark_point(**_marked(sign)).encode(x=x, y=y))
    return layers


def _marked(sign: Sign) -> dict[str, Any]:
    if sign == "recurs":
        return {"shape": "stroke", "angle": 90, "size": 90, "stroke": _INK, "strokeWidth": 1.5}
    hollow = {"fill": "white", "stroke": _INK, "strokeWidth": 1.3} if sign == "day" else {"fill": _INK, "stroke": _INK}
    return {"shape": _SHAPES[sign], "size": 70, "opacity": 1, **hollow}


def _texts(rows: Sequence[tuple[int, str]], y: Any, at: float, *, bold: bool = False) -> Any:
    import altair as alt

    data = _data([{"y": row + 0.5, "said": said} for row, said in rows])
    mark = alt.Chart(data).mark_text(
        align="left", baseline="middle", fontSize=_SIZE, fontWeight="bold" if bold else "normal", color=_INK, limit=0
    )
    return mark.encode(x=alt.value(at), y=y, text="said:N")


def _key(rows: Sequence[Lane], height: int, left: float) -> list[Any]:
    """What each sign means, below the chart: those that are used."""
    import altair as alt

    used = [sign for sign in _SHAPES if any(lane.sign == sign for lane in rows)]
    at, layers = 2 * _GAP - left, []
    nowhere = _data([{}])
    y = alt.value(height + 1.3 * _ROW)
    if any(lane.bar for lane in rows):
        bar = alt.Chart(nowhere).mark_rule(color=_SOFT, strokeWidth=5, opacity=0.75)
        layers.append(bar.encode(x=alt.value(at - 4), x2=alt.value(at + 20), y=y))
        layers.append(_said(say("chart.span"), at + 20 + _GAP, height + 1.3 * _ROW))
        at += 20 + width_of(say("chart.span"), _SIZE) + 4 * _GAP
    for sign in used:
        layers.append(alt.Chart(nowhere).mark_point(**_marked(sign)).encode(x=alt.value(at), y=y))
        said = say(f"chart.sign_{sign}")
        layers.append(_said(said, at + _GAP + 2, height + 1.3 * _ROW))
        at += width_of(said, _SIZE) + 4 * _GAP
    return layers


def _said(
    text: str, x: float, y: float, *, color: str = _INK, align: Literal["left", "center"] = "left", bold: bool = False
) -> Any:
    import altair as alt

    data = _data([{"said": text}])
    mark = alt.Chart(data).mark_text(
        align=align,
        baseline="middle",
        fontSize=_SIZE,
        fontWeight="bold" if bold else "normal",
        color=color,
        limit=0,
    )
    return mark.encode(x=alt.value(x), y=alt.value(y), text="said:N")


# ------------------------------------------------------------------------------------------------ shares of pairs

_BAR, _BAR_WIDTH, _PAIR = 20, 600, 62
_SHADES: dict[Status, tuple[str, str]] = {
    Status.FIRST: ("#5e5e5e", "white"),
    Status.SAME: ("#262626", "white"),
    Status.REWORDED: ("#7d7d7d", "white"),
    Status.CHANGED: ("#c9c9c9", _INK),
    Status.SILENT: ("#ffffff", _INK),
    Status.NOT_READ: ("#efefef", _INK),
}
"""The shade of a part and the colour of the number in it."""
_ORDER = (Status.SAME, Status.REWORDED, Status.CHANGED, Status.FIRST, Status.SILENT, Status.NOT_READ)


def relations_chart(counts: Sequence[tuple[str, Mapping[Status, int]]]) -> Chart | None:
    """What share of the rows is the same, reworded, changed or silent, a bar a pair of plans; None where nothing was
    counted. Each part bears its number, and all numbers stand in words below their bar.

    `counts` are the pairs as they are called, with how many rows have each status. Raises ValueError for a negative
    number, UsageError where no font on this machine can write it.
    """
    if any(number < 0 for _, of in counts for number in of.values()):
        raise ValueError("a count cannot be below nought")
    pairs = [(name, {s: of[s] for s in _ORDER if of.get(s)}) for name, of in counts]
    pairs = [(name, of) for name, of in pairs if of]
    if not pairs:
        return None
    said = [(name, _shares(of)) for name, of in pairs]
    svg, png = drawn(_relations(pairs, [shares for _, shares in said]))
    text = " ".join(f"{name}: {shares}." for name, shares in said)
    return Chart(caption=say("chart.relations"), svg=svg, png=png, text=text)


def _shares(of: Mapping[Status, int]) -> str:
    words = status_words(speaker(language()))
    total = sum(of.values())
    return "; ".join(f"{words[status]} {number} ({round(100 * number / total)} %)" for status, number in of.items())


def _relations(pairs: Sequence[tuple[str, Mapping[Status, int]]], said: Sequence[str]) -> dict[str, Any]:
    import altair as alt

    parts, layers = [], []
    for number, (name, of) in enumerate(pairs):
        top = number * _PAIR
        total = sum(of.values())
        layers.append(_said(clipped(name, 95), 0, top + 8, bold=True))
        at = 0.0
        for status, count in of.items():
            wide = _BAR_WIDTH * count / total
            fill, ink = _SHADES[status]
            parts.append({"x": at, "x2": at + wide, "y": top + 17, "y2": top + 17 + _BAR, "fill": fill})
            if wide > width_of(str(count), _SIZE) + 4:
                middle = top + 18 + _BAR / 2
                layers.append(_said(str(count), at + wide / 2, middle, color=ink, align="center", bold=True))
            at += wide
        layers.append(_said(said[number], 0, top + 17 + _BAR + 10))
    height = _PAIR * len(pairs)
    bars = (
        alt.Chart(_data(parts))
        .mark_rect(stroke=_INK, strokeWidth=0.8)
        .encode(
            x=alt.X("x:Q", scale=alt.Scale(domain=[0, _BAR_WIDTH], nice=False), axis=None),
            x2="x2:Q",
            y=alt.Y("y:Q", scale=alt.Scale(domain=[0, height], reverse=True, nice=False), axis=None),
            y2="y2:Q",
            fill=alt.Fill("fill:N", scale=None, legend=None),
        )
    )
    used = [status for status in _ORDER if any(status in of for _, of in pairs)]
    chart = alt.layer(bars, *layers, *_shades_key(used, height))
    spec: dict[str, Any] = chart.properties(width=_BAR_WIDTH, height=height, padding=6).to_dict()
    return spec


def _shades_key(used: Sequence[Status], height: int) -> list[Any]:
    """The shades with their words, below the bars, in the order of the parts."""
    import altair as alt

    words = status_words(speaker(language()))
    at, y, layers = 7.0, height + 10, []
    for status in used:
        look: dict[str, Any] = {"fill": _SHADES[status][0], "stroke": _INK, "strokeWidth": 0.8, "opacity": 1}
        mark = alt.Chart(_data([{}])).mark_point(shape="square", size=150, **look)
        layers.append(mark.encode(x=alt.value(at), y=alt.value(y)))
        layers.append(_said(words[status], at + 11, y))
        at += width_of(words[status], _SIZE) + 38
    return layers
