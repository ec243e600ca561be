"""Bad files of every format, built in memory: broken, hostile, empty, or not what they seem."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tests.pipeline.read.word.parcel import docx, p

if TYPE_CHECKING:
    from PIL.Image import Image

FONTS = Path("/usr/share/fonts/truetype/liberation2")
A4 = (595, 842)
_MIB = 1024 * 1024

PLAN = """ỦY BAN NHÂN DÂN TỈNH HÒA AN
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Số: 41/KH-UBND
Hòa An, ngày 12 tháng 3 năm 2021
KẾ HOẠCH
Phát động phong trào thi đua “Hòa An xanh, sạch, đẹp” năm 2021
Thực hiện chương trình công tác năm, Ủy ban nhân dân tỉnh ban hành kế hoạch như sau:
I. MỤC ĐÍCH, YÊU CẦU
1. Nâng cao ý thức giữ gìn vệ sinh chung của cán bộ, công chức và nhân dân trong tỉnh.
2. Việc trồng cây, thu gom rác thải phải thiết thực, tiết kiệm, tránh phô trương hình thức.
II. NỘI DUNG
1. Mỗi cơ quan trồng tối thiểu 50 cây xanh trong khuôn viên trước ngày 30 tháng 6 năm 2021.
2. Mỗi xã, phường thành lập ít nhất 02 đội thu gom rác thải ở khu dân cư.
III. TỔ CHỨC THỰC HIỆN
1. Sở Tài nguyên và Môi trường chủ trì, phối hợp với Sở Nội vụ theo dõi, đôn đốc.
2. Các sở, ban, ngành tỉnh báo cáo kết quả trước ngày 15 tháng 12 năm 2021.
Trên đây là kế hoạch phát động phong trào thi đua, yêu cầu các đơn vị thực hiện./."""
OTHER_PLAN = """ỦY BAN NHÂN DÂN HUYỆN TÂN LẬP
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Số: 87/KH-UBND
Tân Lập, ngày 05 tháng 9 năm 2018
KẾ HOẠCH
Tuyên truyền phòng, chống cháy rừng và bảo vệ nguồn nước mùa khô
Để chủ động ứng phó với nắng nóng kéo dài, Ủy ban nhân dân huyện xây dựng kế hoạch gồm các việc:
I. MỤC TIÊU
1. Giảm số vụ cháy, không để xảy ra thiệt hại về người ở các bản giáp ranh.
2. Hộ gia đình sống gần bìa rừng biết cách dập lửa ban đầu và gọi kiểm lâm.
II. GIẢI PHÁP
1. Phát thanh bằng tiếng Thái, tiếng Mông vào buổi sáng sớm tại các chợ phiên.
2. Dựng biển cảnh báo, phát quang đường băng cản lửa dài 12 km quanh hồ chứa.
III. PHÂN CÔNG
1. Hạt Kiểm lâm trực ban ngày đêm, lập danh sách tổ xung kích từng bản.
2. Phòng Tài chính cấp xăng dầu, bình phun, ủng cao su cho lực lượng chữa cháy.
Kế hoạch này thay cho hướng dẫn cũ, có gì vướng mắc gửi văn phòng huyện xem xét."""
SECRET = PLAN.replace("Số: 41/KH-UBND", "Số: 41/KH-UBND\nMẬT")


# --- PDF by hand


def raw_pdf(objects: Sequence[bytes], *, prev: int | None = None, root: int = 1) -> bytes:
    """A PDF of these objects, numbered from 1; `prev` is what its trailer says of an older table of objects."""
    out, places = io.BytesIO(b""), []
    out.write(b"%PDF-1.5\n")
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    older = b"/Prev %d" % (start if prev == -1 else prev) if prev is not None else b""
    out.write(b"trailer\n<</Size %d/Root %d 0 R%s>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, root, older, start))
    return out.getvalue()


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(content), entries, content)


def one_page(content: bytes, *more: bytes, resources: bytes = b"", page: bytes = b"", box: bytes = b"595 842") -> bytes:
    """A PDF of one page: its content (object 4, a stream), then other objects from 5 on."""
    return raw_pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %s]/Contents 4 0 R/Resources<<%s>>%s>>" % (box, resources, page),
            content,
            *more,
        ]
    )


def zeros(size: int) -> bytes:
    """`size` MiB of zeros as zlib packs them, made without going through them."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    mebibyte = packer.compress(bytes(_MIB)) + packer.flush(zlib.Z_FULL_FLUSH)
    total = size * _MIB
    return b"\x78\xda" + mebibyte * size + b"\x03\x00" + struct.pack(">I", (total % 65521) << 16 | 1)


def picture_page(image: bytes, *, box: bytes = b"595 842") -> bytes:
    """A page that is covered by an image object."""
    width, height = box.split()
    return one_page(
        stream(b"q %s 0 0 %s 0 0 cm /I Do Q" % (width, height)), image, resources=b"/XObject<</I 5 0 R>>", box=box
    )


def page_tree_loop() -> bytes:
    return raw_pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2/Parent 2 0 R>>"])


def table_loop() -> bytes:
    """A table of objects whose older version is itself; the page is there and empty."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"
    return raw_pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page], prev=-1)


def form_loop() -> bytes:
    """A form that draws itself, twice."""
    form = stream(b"/F Do /F Do", b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</XObject<</F 5 0 R>>>>")
    return one_page(stream(b"/F Do"), form, resources=b"/XObject<</F 5 0 R>>")


def forms_of_forms() -> bytes:
    """Forms that each draw the next ten times, twelve deep: a million million pictures."""
    depth = 12
    forms = [
        stream(
            b"/F Do " * 10, b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</XObject<</F %d 0 R>>>>" % (6 + k)
        )
        for k in range(depth)
    ]
    last = stream(b"0 0 9 9 re f", b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]")
    return one_page(stream(b"/F Do"), *forms, last, resources=b"/XObject<</F 5 0 R>>")


def many_pages(count: int = 10_000) -> bytes:
    kids = b" ".join(b"%d 0 R" % (3 + k) for k in range(count))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"
    return raw_pdf(
        [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count)] + [page] * count
    )


def many_paths(count: int = 3_000_000) -> bytes:
    """A page of millions of strokes, which take a few kilobytes."""
    strokes = b"".join(b"%d %d m %d %d l S\n" % (k % 500, k // 2, k % 300, k) for k in range(1000))
    return one_page(stream(zlib.compress(strokes * (count // 1000), 9), b"/Filter/FlateDecode"))


def huge_picture(side: int = 30_000) -> bytes:
    """A page under a black picture of 30,000 x 30,000 points in colour, 2.7 GB when unpacked."""
    size = side * side * 3 // _MIB + 1
    image = stream(
        zeros(size),
        b"/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8/ColorSpace/DeviceRGB/Filter/FlateDecode"
        % (side, side),
    )
    return picture_page(image)


def stream_bomb() -> bytes:
    """A page whose content unpacks to 3 GiB of blanks, packed twice."""
    return one_page(stream(zlib.compress(zeros(3 * 1024), 9), b"/Filter[/FlateDecode/FlateDecode]"))


def jbig2_bomb() -> bytes:
    """A JBIG2 picture that declares itself 60,000 x 60,000 points and holds nothing."""
    page_info = struct.pack(">IBBI", 0, 48, 1, 19) + struct.pack(">IIIIBH", 60_000, 60_000, 0, 0, 0, 0)
    region = struct.pack(">IBBI", 1, 38, 1, 18 + 8) + struct.pack(">IIIIB", 60_000, 60_000, 0, 0, 0) + bytes(9)
    image = stream(
        page_info + region,
        b"/Type/XObject/Subtype/Image/Width 60000/Height 60000/BitsPerComponent 1/ColorSpace/DeviceGray"
        b"/Filter/JBIG2Decode",
    )
    return picture_page(image)


def jpx_bomb() -> bytes:
    """A JPEG 2000 picture that declares itself 60,000 x 60,000 points of three colours and holds nothing."""
    side = 60_000
    size = struct.pack(">HHIIIIIIIIH", 47, 0, side, side, 0, 0, side, side, 0, 0, 3) + b"\x07\x01\x01" * 3
    coding = struct.pack(">HBBHBBBBBB", 12, 0, 0, 1, 1, 5, 4, 4, 0, 1)
    quantised = struct.pack(">HB", 19, 0x40) + bytes([0x40] * 16)
    tile = b"\xff\x90" + struct.pack(">HHIBB", 10, 0, 0, 0, 1) + b"\xff\x93"
    code = b"\xff\x4f\xff\x51" + size + b"\xff\x52" + coding + b"\xff\x5c" + quantised + tile + bytes(64) + b"\xff\xd9"
    image = stream(code, b"/Type/XObject/Subtype/Image/Width %d/Height %d/Filter/JPXDecode" % (side, side))
    return picture_page(image)


def field_only() -> bytes:
    """A page that holds a form's field alone."""
    field = (
        b"<</Type/Annot/Subtype/Widget/FT/Tx/T(ho ten)/V(Nguyen Van A)/Rect[100 700 300 720]/P 3 0 R/DA(/Helv 12 Tf)>>"
    )
    return one_page(stream(b""), field, page=b"/Annots[5 0 R]")


def note_only() -> bytes:
    """A page that holds a comment alone."""
    note = b"<</Type/Annot/Subtype/Text/Contents(xem lai)/Rect[100 700 120 720]/P 3 0 R>>"
    return one_page(stream(b""), note, page=b"/Annots[5 0 R]")


# --- PDF by reportlab


@cache
def _font() -> str:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    pdfmetrics.registerFont(TTFont("Serif", FONTS / "LiberationSerif-Regular.ttf"))
    return "Serif"


def pdf(*texts: str, password: str | None = None, under: Sequence[Image | None] = (), hidden: bool = False) -> bytes:
    """A PDF, a page a text, a picture over the whole page where one is given; hidden text is the layer of a scan."""
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(
        out, pagesize=A4, encrypt=StandardEncryption(password) if password else None, invariant=True, pageCompression=1
    )
    for k, text in enumerate(texts):
        if k < len(under) and (image := under[k]) is not None:
            canvas.drawImage(ImageReader(image), 0, 0, *A4)
        lines = canvas.beginText(70, 780)
        lines.setFont(_font(), 12, leading=20)
        lines.setTextRenderMode(3 if hidden else 0)
        for line in wrapped(text):
            lines.textLine(line)
        canvas.drawText(lines)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def wrapped(text: str, width: int = 76) -> list[str]:
    import textwrap

    return [piece for line in text.splitlines() for piece in textwrap.wrap(line, width)]


# --- pictures


def scan(text: str, *, stamp: str = "", dpi: int = 150) -> Image:
    """A page with a text printed on it, and a red stamp."""
    from PIL import Image as Pillow
    from PIL import ImageDraw, ImageFont

    scale = dpi / 72
    page = Pillow.new("RGB", (round(A4[0] * scale), round(A4[1] * scale)), (250, 249, 246))
    pen = ImageDraw.Draw(page)
    print_ = ImageFont.truetype(str(FONTS / "LiberationSerif-Regular.ttf"), round(12 * scale))
    for k, line in enumerate(wrapped(text)):
        pen.text((70 * scale, (50 + 20 * k) * scale), line, (20, 20, 25), font=print_)
    if stamp:
        thick = ImageFont.truetype(str(FONTS / "LiberationSans-Bold.ttf"), round(20 * scale))
        pen.rectangle(
            [440 * scale, 90 * scale, 530 * scale, 122 * scale], outline=(200, 30, 40), width=round(2 * scale)
        )
        pen.text((455 * scale, 94 * scale), stamp, (200, 30, 40), font=thick)
    return page


def white() -> Image:
    from PIL import Image as Pillow

    return Pillow.new("RGB", (1240, 1754), "white")


def cat(grain: float = 4) -> Image:
    """What a camera gives of an animal on a carpet: shapes, gradients, stripes and noise, and no letter."""
    import numpy as np
    from PIL import Image as Pillow
    from PIL import ImageDraw, ImageFilter

    random = np.random.Generator(np.random.PCG64(7))
    width, height = 1000, 750
    down, across = np.mgrid[0:height, 0:width]
    ground = 120 + 60 * np.sin(across / 37) * np.cos(down / 53) + 30 * (down / height)
    picture = Pillow.fromarray(np.clip(np.stack([ground, ground * 0.8, ground * 0.6], 2), 0, 255).astype(np.uint8))
    pen = ImageDraw.Draw(picture)
    pen.ellipse([300, 300, 800, 700], fill=(90, 80, 70))
    pen.ellipse([250, 150, 500, 400], fill=(110, 95, 80))
    pen.polygon([(270, 220), (290, 90), (360, 170)], fill=(110, 95, 80))
    pen.polygon([(400, 160), (470, 90), (480, 220)], fill=(110, 95, 80))
    for x in (320, 410):
        pen.ellipse([x, 230, x + 40, 260], fill=(200, 210, 90))
        pen.ellipse([x + 14, 230, x + 26, 260], fill=(10, 10, 10))
    for k in range(40):
        x, y = (int(v) for v in random.integers([300, 300], [780, 680]))
        pen.line([x, y, x + 30, y + 12 * (k % 5) - 24], fill=(50, 45, 40), width=6)
    for k in range(6):
        pen.line([375, 300, 375 + (150 if k % 2 else -150), 280 + 12 * k], fill=(240, 240, 240), width=2)
    soft = np.asarray(picture.filter(ImageFilter.GaussianBlur(1.2)), dtype=np.int16)
    noise = random.normal(0, grain, soft.shape)
    shot = Pillow.fromarray(np.clip(soft + noise, 0, 255).astype(np.uint8))
    return shot.resize((500, 375))  # The engine takes its time over grain.


def saved(image: Image, form: str) -> bytes:
    out = io.BytesIO()
    image.save(out, form)
    return out.getvalue()


def huge_png(side: int = 30_000) -> bytes:
    """A PNG that declares 900 million points and holds them, packed."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    body = zeros(side * (side + 1) // _MIB + 1)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def thin_png() -> bytes:
    """A picture of 60,000 x 2 points."""
    from PIL import Image as Pillow

    return saved(Pillow.new("L", (60_000, 2), 255), "PNG")


# --- packages


def zipped(**members: bytes) -> bytes:
    """A ZIP; a dunder in a name stands for its dot."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name.replace("__", ".")), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def zip_of_zeros(name: str, mebibytes: int, *, others: Sequence[tuple[str, bytes]] = ()) -> bytes:
    """A ZIP of one member that expands to zeros, and of small others before it."""
    packed = zeros(mebibytes)[2:-4]
    members = [(n, zlib.compressobj(9, zlib.DEFLATED, -15), c) for n, c in others]
    entries = [(n, packer.compress(c) + packer.flush(), len(c), zlib.crc32(c)) for n, packer, c in members]
    entries.append((name, packed, mebibytes * _MIB, 0))
    out, directory = io.BytesIO(), b""
    for title, body, size, check in entries:
        rest = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 33, check, len(body), size, len(title), 0)
        place = struct.pack("<HHHII", 0, 0, 0, 0, out.tell())
        directory += b"PK\x01\x02" + struct.pack("<H", 20) + rest + place + title.encode()
        out.write(b"PK\x03\x04" + rest + title.encode() + body)
    start = out.tell()
    out.write(directory)
    out.write(b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, len(entries), len(entries), len(directory), start, 0))
    return out.getvalue()


def docx_bomb() -> bytes:
    """A DOCX whose text expands to 3 GiB, as its directory says."""
    return zip_of_zeros("word/document.xml", 3 * 1024, others=_docx_parts())


def docx_ratio_bomb() -> bytes:
    """A DOCX whose text expands a thousand times, within what a directory may declare."""
    return zip_of_zeros("word/document.xml", 1024, others=_docx_parts())


def _docx_parts() -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(docx(p("x")))) as archive:
        return [(n, archive.read(n)) for n in archive.namelist() if n != "word/document.xml"]


def docx_with(name: str, content: bytes) -> bytes:
    """A good DOCX with one part put in or another in its place."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word(PLAN))) as good, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bad:
        for title in good.namelist():
            if title != name:
                bad.writestr(zipfile.ZipInfo(title), good.read(title))
        bad.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()


def external_entity() -> bytes:
    with zipfile.ZipFile(io.BytesIO(word(PLAN))) as archive:
        body = archive.read("word/document.xml")
    mark = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
    head, rest = body.split(b"?>", 1)
    return docx_with("word/document.xml", head + b"?>" + mark + rest)


def word(text: str) -> bytes:
    return docx("".join(p(line) for line in text.splitlines()))


def locked_zip() -> bytes:
    """A ZIP whose member says that it is encrypted."""
    content = bytearray(zipped(ke__txt=PLAN.encode()))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.find(mark) + at] |= 1
    return bytes(content)


def mail(name: str, content: bytes) -> bytes:
    from email.message import EmailMessage

    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@hoaan.gov.vn", "b@hoaan.gov.vn", "Ke hoach"
    message["Message-ID"] = "<1@hoaan.gov.vn>"
    message.set_content("Kính gửi kế hoạch.")
    message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def ole2(*names: str, size: int = 8192) -> bytes:
    """An OLE2 container's head, with the names of streams in what should be its directory, and garbage."""
    head = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHH", 0x3E, 3, 0xFFFE, 9))
    head += bytes(512 - len(head))
    body = b"".join(name.encode("utf-16-le").ljust(64, b"\0") + b"\x07" * 64 for name in names)
    return bytes(head) + body.ljust(size, b"\x5a")


def deep_html(depth: int = 200_000) -> bytes:
    return b"<html><body>" + b"<div>" * depth + b"x" + b"</div>" * depth + b"</body></html>"


ENDLESS = frozenset(["form-loop.pdf", "forms-of-forms.pdf", "many-paths.pdf", "stream-bomb.pdf"])
"""Those that are read until a limit is reached."""


@cache
def all_files() -> dict[str, bytes]:
    """Every bad file by its name."""
    good = pdf(PLAN)
    photo, page = cat(), scan(PLAN)
    return {
        "truncated.pdf": good[: len(good) // 2],
        "encrypted.pdf": pdf(PLAN, password="mật khẩu"),  # noqa: S106  (of a test)
        "page-tree-loop.pdf": page_tree_loop(),
        "table-loop.pdf": table_loop(),
        "form-loop.pdf": form_loop(),
        "forms-of-forms.pdf": forms_of_forms(),
        "10000-pages.pdf": many_pages(),
        "many-paths.pdf": many_paths(),
        "huge-picture.pdf": huge_picture(),
        "stream-bomb.pdf": stream_bomb(),
        "jbig2-bomb.pdf": jbig2_bomb(),
        "jpx-bomb.pdf": jpx_bomb(),
        "huge-page.pdf": one_page(stream(b"100 100 m 9000 9000 l S"), box=b"14400 14400"),
        "no-content.pdf": one_page(stream(b"")),
        "field-only.pdf": field_only(),
        "note-only.pdf": note_only(),
        "white.pdf": pdf("", under=[white()]),
        "photo.pdf": pdf("", under=[photo]),
        "stamp-only-layer.pdf": pdf("Ký bởi: Trần B", under=[scan(PLAN.replace("41/KH", "43/KH"))], hidden=True),
        "other-layer.pdf": pdf(OTHER_PLAN, under=[page], hidden=True),
        "own-layer.pdf": pdf(PLAN, under=[page], hidden=True),
        "white.png": saved(white(), "PNG"),
        "photo.jpg": saved(photo, "JPEG"),
        "huge.png": huge_png(),
        "thin.png": thin_png(),
        "half-picture.jpg": saved(photo, "JPEG")[:9_000],
        "word-as-pdf.pdf": word(PLAN),
        "text-as-word.docx": f"{PLAN}\n".encode(),
        "picture-as-word.docx": saved(white(), "PNG"),
        "pdf-and-page.html": b"<html><body>" + good,
        "pdf-and-zip.pdf": good + zipped(ke__txt=OTHER_PLAN.encode()),
        "page-and-pdf.htm": b"<html><body><p>" + b"x " * 600 + b"</p>" + good,
        "bomb-declared.docx": docx_bomb(),
        "bomb-ratio.docx": docx_ratio_bomb(),
        "entity.docx": external_entity(),
        "macro.docx": docx_with("word/vbaProject.bin", ole2("_VBA_PROJECT")),
        "half.docx": word(PLAN)[:900],
        "half-pdf-half-word.pdf": good[: len(good) // 2] + word(PLAN),
        "half-text.txt": PLAN.encode()[:900] + bytes(range(256)) * 40,
        "garbage.doc": ole2("WordDocument", "1Table"),
        "macro.doc": ole2("WordDocument", "_VBA_PROJECT"),
        "garbage.xls": ole2("Workbook"),
        "garbage.rtf": b"{\\rtf1 " + b"{" * 50_000 + bytes(range(1, 256)) * 50,
        "deep.html": deep_html(),
        "garbage.mht": b'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="a"\n\n'
        b"--a\nContent-Type: text/html\nContent-Transfer-Encoding: base64\n\n!!!!\n--b--\n" + bytes(range(1, 256)),
        "bomb.zip": zip_of_zeros("ke hoach.txt", 2 * 1024, others=[("tot.txt", PLAN.encode())]),
        "bomb-in-zip.zip": zipped(a__zip=zip_of_zeros("ke hoach.txt", 2 * 1024)),
        "bomb.eml": mail("ke hoach.docx", docx_ratio_bomb()),
        "locked.zip": locked_zip(),
        "secret.docx": word(SECRET),
        "secret.pdf": pdf(SECRET),
        "secret-scan.pdf": pdf("", under=[scan(SECRET)]),
        "secret-stamp.png": saved(scan(PLAN, stamp="MẬT"), "PNG"),
        "secret.zip": zipped(mat__txt=SECRET.encode(), thuong__txt=PLAN.replace("41/KH", "42/KH").encode()),
        "secret.eml": mail("mat.docx", word(SECRET)),
        "nothing.pdf": b"",
    }
