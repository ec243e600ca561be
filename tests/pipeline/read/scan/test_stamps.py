"""The degree of secrecy that is stamped in red on a scan."""

from __future__ import annotations

import shutil

import pytest

from pipeline.read.scan.stamps import secrecy_stamped
from pipeline.read.secrecy import stamped
from tests.pipeline.read.bad_files import A4, FONTS, PLAN, scan

pytestmark = [
    pytest.mark.skipif(shutil.which("tesseract") is None, reason="needs tesseract"),
    pytest.mark.skipif(not FONTS.is_dir(), reason="needs fonts-liberation2"),
]


@pytest.mark.parametrize("dpi", [150, 300])
@pytest.mark.parametrize("stamp", ["MẬT", "TỐI MẬT", "TUYỆT MẬT"])
def test_a_red_stamp_is_read(stamp, dpi):
    assert stamped(secrecy_stamped(scan(PLAN, stamp=stamp, dpi=dpi), A4[0])) == stamp.capitalize()


def test_a_stamp_that_stands_askew_is_read():
    turned = scan(PLAN, stamp="MẬT").rotate(3, fillcolor="white")
    assert stamped(secrecy_stamped(turned, A4[0])) == "Mật"


@pytest.mark.parametrize("stamp", ["", "HỎA TỐC", "ĐẾN"])
def test_other_stamps_say_nothing(stamp):
    assert secrecy_stamped(scan(PLAN, stamp=stamp), A4[0]) == ()


def test_a_grey_picture_has_no_red():
    assert secrecy_stamped(scan(PLAN, stamp="MẬT").convert("L"), A4[0]) == ()
