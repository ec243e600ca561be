"""Small plans, a clock that is set by hand, and a store to watch."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from models.document import RawFile
from pipeline import messages
from pipeline.process import process
from pipeline.settings import Settings
from pipeline.store import Store
from pipeline.store.rows import Stored

CRITERIA = (
    "Có ít nhất 80% cán bộ, công chức mặc trang phục lịch sự, gọn gàng.",
    "Sắp xếp, bài trí phòng làm việc khoa học, ngăn nắp, sạch đẹp.",
    "Không để xảy ra tình trạng hút thuốc lá trong phòng làm việc.",
)

PLAN = """\
ỦY BAN NHÂN DÂN
TỈNH {unit}
-------
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
---------------
Số: {number}/KH-UBND
{place}, ngày {day} tháng {month} năm 2026

KẾ HOẠCH
Phát động phong trào thi đua “Công sở văn minh” năm 2026

Thực hiện Quyết định số 733/QĐ-TTg ngày 14 tháng 6 năm 2019 của Thủ tướng Chính phủ, \
Ủy ban nhân dân tỉnh {place} ban hành Kế hoạch như sau:

I. MỤC ĐÍCH
Nâng cao ý thức, trách nhiệm của cán bộ, công chức.{more}

II. TIÊU CHUẨN THI ĐUA
1. Đối với tập thể:
{criteria}

III. TIẾN ĐỘ THỰC HIỆN
1. Sở Nội vụ báo cáo kết quả thực hiện về Ủy ban nhân dân tỉnh trước ngày {due}.

IV. TỔ CHỨC THỰC HIỆN
1. Sở Nội vụ chủ trì, phối hợp với các sở, ban, ngành triển khai thực hiện Kế hoạch này./.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Nguyễn Văn A
"""


def text(
    number: int = 10,
    place: str = "Cà Mau",
    criteria: tuple[str, ...] = CRITERIA,
    due: str = "15/12/2026",
    more: str = "",
) -> str:
    """A plan as it is typed."""
    listed = "\n".join(f"- {one}" for one in criteria)
    said = {"number": number, "place": place, "unit": place.upper(), "due": due, "more": more, "criteria": listed}
    return PLAN.format(day="05", month="10", **said)


def put(store: Store, source: str = "", **plan: Any) -> Stored:
    """Read a plan and store it."""
    content = text(**plan).encode()
    raw = RawFile(content=content, media_type="text/plain", source=source or f"kh-{plan.get('number', 10)}.txt")
    return store.put(raw, process(raw))


NOW = datetime(2026, 11, 22, 3, 0)


@dataclass
class SetClock:
    """Stands still until it is told to go on."""

    at: datetime = NOW
    slept: list[float] = field(default_factory=list)

    def now(self) -> datetime:
        return self.at

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.at += timedelta(seconds=seconds)

    def on(self, **more: float) -> None:
        self.at += timedelta(**more)


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home")


@pytest.fixture
def engine_url(request: pytest.FixtureRequest) -> str | None:
    """SQLite: most of what is told does not hang on the engine. A test for PostgreSQL asks so (`indirect`)."""
    return request.getfixturevalue("postgres_url") if getattr(request, "param", "sqlite") == "postgres" else None


def first(store: Store) -> None:
    """What the store holds before anybody watches."""
    put(store)


@pytest.fixture
def store(settings: Settings, engine_url: str | None, begin_with: Callable[..., None]) -> Iterator[Store]:
    """A store with one plan."""
    settings.home.mkdir()
    begin_with(first, settings.home)
    with Store.open(engine_url, settings.home) as opened:
        yield opened


@pytest.fixture
def say_vietnamese() -> Iterator[None]:
    """The language in use, whatever a test before has left."""
    messages.use("vi")
    yield
    messages.use("vi")
