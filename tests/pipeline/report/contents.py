"""A small report that has every kind of block, mark and status, for the writers' tests."""

from __future__ import annotations

from datetime import date

from pipeline.report.types import (
    Bullet,
    Bullets,
    Cell,
    Chart,
    Line,
    Mark,
    Paragraph,
    Report,
    Row,
    Run,
    Section,
    Signing,
    Status,
    Table,
)

PLANS = ("108/KH-UBND, tỉnh Cà Mau", "KH-UBND, tỉnh Lai Châu", "118/KH-UBND, huyện An Biên")
LONG = "Xây dựng, ban hành và thực hiện nghiêm các quy định, nội quy, quy chế của cơ quan, đơn vị về văn hóa công sở"

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="60"><defs><clipPath id="c">'
    '<rect width="400" height="60"/></clipPath></defs><g clip-path="url(#c)"><path d="M0 0h9v9z"/>'
    '<text x="10" y="50">Sơ kết</text></g></svg>'
)
PNG = b"\x89PNG\r\n\x1a\n"


def line(*runs: str | tuple[str, Mark]) -> Line:
    """Plain words, or words with their mark."""
    pairs = [(run, Mark.PLAIN) if isinstance(run, str) else run for run in runs]
    return Line(runs=tuple(Run(text=text, mark=mark) for text, mark in pairs))


def cell(text: str = "", status: Status | None = None, **more: str) -> Cell:
    return Cell(lines=(line(text),) if text else (), status=status, **more)


def row(number: int, *cells: Cell) -> Row:
    return Row(cells=(cell(str(number), identity=f"family-{number}"), *cells))


def group(title: str) -> Row:
    return Row(cells=(cell(title),), is_group=True)


CHANGED = Cell(
    lines=(
        line("giảm ít nhất ", ("10%", Mark.DROPPED), ("15%", Mark.ADDED), " chi phí của ", ("huyện", Mark.FOLLOWS)),
    ),
    status=Status.CHANGED,
    note="chặt hơn",
    source="II~2/1/1.2/a/-1, tr. 3",
)

MATRIX = Table(
    caption="Tiêu chuẩn của ba kế hoạch, xếp theo nhóm nói cùng một yêu cầu",
    header=("STT", *PLANS),
    widths=(0.04, 0.32, 0.32, 0.32),
    rows=(
        group("Tập thể"),
        row(
            1,
            cell("giảm ít nhất 10% chi phí của tỉnh", Status.FIRST, source="V/1/a/-1, tr. 2"),
            cell("giảm ít nhất 10% chi phí của tỉnh", Status.SAME),
            CHANGED,
        ),
        row(2, cell(LONG, Status.FIRST), cell(LONG + ".", Status.REWORDED), cell(LONG, Status.SAME)),
        group("Cá nhân"),
        row(3, cell(LONG, Status.FIRST), cell(status=Status.SILENT), cell(status=Status.NOT_READ)),
        *(row(n, *(cell(f"{LONG} ({n})", s) for s in (Status.FIRST, Status.SAME, Status.SAME))) for n in range(4, 30)),
    ),
)

SOURCES = Table(
    caption="Nguồn",
    header=("Kế hoạch", "Trang"),
    widths=(0.8, 0.2),
    rows=tuple(Row(cells=(cell(plan), cell("9"))) for plan in PLANS),
)

FINDINGS = Bullets(
    items=(
        Bullet(
            label="Nặng",
            line=line(("An Biên: ", Mark.STRONG), "hạn báo cáo muộn hơn cấp tỉnh"),
            details=(line("“trước ngày 15/11” [IV/2, tr. 5]", (" – theo phần II", Mark.MUTED)),),
        ),
        Bullet(label="Nhẹ", line=line("số mục II lặp lại")),
    )
)

CHART = Chart(caption="Tiến độ", svg=SVG, png=PNG, text="Sơ kết: tháng 6 năm 2022")

SECTIONS = (
    Section(
        name="findings",
        title="Phát hiện chính",
        blocks=(
            Paragraph(line=line("Ba kế hoạch cùng thực hiện 733/QĐ-TTg.")),
            FINDINGS,
            Bullets(items=(Bullet(line=line("Một việc không có mức.")),)),
        ),
    ),
    Section(name="criteria", title="Tiêu chuẩn", wide=True, blocks=(MATRIX,)),
    Section(name="sources", title="Phụ lục", blocks=(CHART, SOURCES)),
)

SIGNING = Signing(
    parent_body="UBND tỉnh Cà Mau",
    body="Sở Nội vụ",
    symbol="12/BC-SNV",
    place="Cà Mau",
    authority="KT. Giám đốc",
    position="Phó Giám đốc",
    signer="Nguyễn Văn A",
    recipients=("UBND tỉnh (b/c);", "Lưu: VT."),
)


def report(
    *,
    language: str = "vi",
    signing: Signing = SIGNING,
    sections: tuple[Section, ...] = SECTIONS,
    title: str = "Báo cáo",
) -> Report:
    return Report(
        language=language,
        title=title,
        subject="So sánh kế hoạch thi đua của ba địa phương",
        scope=(line("Phạm vi: mọi chuyên đề."),),
        made=date(2026, 2, 5),
        signing=signing,
        sections=sections,
    )


def of_cells(*cells: Cell) -> Report:
    """A report of one table of one row."""
    widths = tuple(1 / len(cells) for _ in cells)
    header = tuple(f"Cột {n}" for n in range(1, len(cells) + 1))
    table = Table(caption="Bảng thử", header=header, rows=(Row(cells=cells),), widths=widths)
    return report(sections=(Section(name="only", title="Chỉ một", blocks=(table,)),))


HOSTILE = {
    "script": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "quotes": "\"'`><svg onload=alert(1)>&lt;b&gt; --> ]]> {{ 7*7 }} {% raw %}",
    "style": "</style><style>*{display:none}</style></title></td></table>",
    "reversed": "tỉnh \u202egnort\u202c \u2067abc\u2069 \u200fxyz",
    "control": "a\x00b\x07c\x1b[31md\x7fe\x9bf\ufffeg",
    "lines": "một\r\nhai\rba\u2028bốn\tnăm",
    "markdown": "| a | b |\n| --- | --- |\n# h\n- x\n1. y\n[a](http://x.vn) ![i](y) `c` **d** ~~e~~ <!-- f --> \\",
    "word": "x" * 3_000,
}
"""Texts such as no plan has and any file may."""
