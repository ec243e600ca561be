"""What is drawn on a page besides words: ruled lines, and the share of it that pictures cover."""

from __future__ import annotations

from ctypes import byref, c_float, c_int, c_uint
from itertools import pairwise
from typing import NamedTuple

import pypdfium2
from pypdfium2 import raw as pdfium

from pipeline.read.paged.page import Ruling
from pipeline.read.pdf.view import Rect, View

_MAX_OBJECTS = 20_000  # of a page; a map or a chart beyond it has no table to find
_MAX_RULINGS = 3_000
_MAX_DEPTH = 4  # forms within forms
_THIN = 3.0  # points; a thicker bar is a shade, not a line
_SHORTEST = 4.0  # points
_PALE = 245  # of 255; a line of this colour or paler is not seen on paper


class Drawn(NamedTuple):
    """Ruled lines, the share of the page under pictures (0 to 1), and how many outlines are drawn."""

    rulings: tuple[Ruling, ...]
    image_share: float
    paths: int


def drawn_on(page: pypdfium2.PdfPage, view: View) -> Drawn:
    """What is drawn on a page. Raises PdfiumError where pdfium cannot say."""
    width, height = view.size
    rulings: list[Ruling] = []
    paths, covered = 0, 0.0
    wanted = (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_SHADING)
    for count, item in enumerate(page.get_objects(filter=wanted, max_depth=_MAX_DEPTH)):
        if count >= _MAX_OBJECTS:
            rulings = []
            break
        if item.type == pdfium.FPDF_PAGEOBJ_PATH:
            paths += 1
            if len(rulings) < _MAX_RULINGS:
                rulings += _rulings_of(item, view)
        else:
            covered += _area(_bounds(item, view), width, height)
    if len(rulings) >= _MAX_RULINGS:
        rulings = []
    return Drawn(tuple(rulings), min(covered / (width * height), 1.0) if width and height else 0.0, paths)


def _bounds(item: pypdfium2.PdfObject, view: View) -> Rect:
    try:
        bounds = item.get_bounds()
        if item.container is not None:
            bounds = _in_container(item, bounds)
    except pypdfium2.PdfiumError:
        return 0.0, 0.0, 0.0, 0.0
    return view.rect(*bounds)


def _in_container(item: pypdfium2.PdfObject, bounds: tuple[float, ...]) -> tuple[float, float, float, float]:
    """Bounds of an object in a form are in the form's own coordinates."""
    left, bottom, right, top = bounds
    container = item.container
    while container is not None:
        matrix = container.get_matrix()
        points = [matrix.on_point(x, y) for x in (left, right) for y in (bottom, top)]
        left, right = min(p[0] for p in points), max(p[0] for p in points)
        bottom, top = min(p[1] for p in points), max(p[1] for p in points)
        container = container.container
    return left, bottom, right, top


def _area(box: Rect, width: float, height: float) -> float:
    return max(min(box[2], width) - max(box[0], 0), 0) * max(min(box[3], height) - max(box[1], 0), 0)


def _rulings_of(item: pypdfium2.PdfObject, view: View) -> list[Ruling]:
    """The straight lines of a path: thin bars that are filled, and the edges of what is stroked."""
    fill, stroke = c_int(), c_int()
    pdfium.FPDFPath_GetDrawMode(item.raw, byref(fill), byref(stroke))
    x0, top, x1, bottom = _bounds(item, view)
    stroked = bool(stroke.value) and not _is_pale(item, pdfium.FPDFPageObj_GetStrokeColor)
    filled = bool(fill.value) and not _is_pale(item, pdfium.FPDFPageObj_GetFillColor)
    if not (stroked or filled) or max(x1 - x0, bottom - top) < _SHORTEST:
        return []
    if min(x1 - x0, bottom - top) <= _THIN:
        return [_middle(x0, top, x1, bottom)]
    return _edges(item, view, stroked=stroked)


def _is_pale(item: pypdfium2.PdfObject, ask: object) -> bool:
    colour = [c_uint() for _ in range(4)]
    if not ask(item.raw, *map(byref, colour)):  # type: ignore[operator]
        return False
    return colour[3].value == 0 or min(c.value for c in colour[:3]) >= _PALE


def _middle(x0: float, top: float, x1: float, bottom: float) -> Ruling:
    if x1 - x0 >= bottom - top:
        return Ruling(x0, (top + bottom) / 2, x1, (top + bottom) / 2)
    return Ruling((x0 + x1) / 2, top, (x0 + x1) / 2, bottom)


def _edges(item: pypdfium2.PdfObject, view: View, *, stroked: bool) -> list[Ruling]:
    """The upright and level segments of a stroked path; the thin rectangles of one that is filled."""
    out: list[Ruling] = []
    for shape in _subpaths(item, view):
        xs, ys = [p[0] for p in shape], [p[1] for p in shape]
        box = min(xs), min(ys), max(xs), max(ys)
        if max(box[2] - box[0], box[3] - box[1]) < _SHORTEST:
            continue
        if min(box[2] - box[0], box[3] - box[1]) <= _THIN:
            out.append(_middle(*box))
        elif stroked:
            for (xa, ya), (xb, yb) in pairwise(shape):
                if (abs(xa - xb) <= 1) != (abs(ya - yb) <= 1):
                    out.append(_middle(min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb)))
    return out


def _subpaths(item: pypdfium2.PdfObject, view: View) -> list[list[tuple[float, float]]]:
    count = pdfium.FPDFPath_CountSegments(item.raw)
    matrices = [item.get_matrix()]
    container = item.container
    while container is not None:
        matrices.append(container.get_matrix())
        container = container.container
    out: list[list[tuple[float, float]]] = []
    x, y = c_float(), c_float()
    for k in range(min(count, _MAX_RULINGS)):
        segment = pdfium.FPDFPath_GetPathSegment(item.raw, k)
        pdfium.FPDFPathSegment_GetPoint(segment, byref(x), byref(y))
        at = (x.value, y.value)
        for matrix in matrices:
            at = matrix.on_point(*at)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO or not out:
            out.append([])
        if kind == pdfium.FPDF_SEGMENT_BEZIERTO:
            out.append([])  # a curve is no ruling, nor are its ends joined by one
        out[-1].append(view.point(*at))
        if pdfium.FPDFPathSegment_GetClose(segment):
            out[-1].append(out[-1][0])
    return [shape for shape in out if len(shape) > 1]
