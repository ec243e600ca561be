from collections.abc import Sequence

from pipeline.read.scan.handwriting import UNREADABLE, mark_handwriting
from pipeline.read.scan.tesseract import Recognized


def line(text: str, confidence: dict[str, float] | None = None, top: int = 100) -> list[Recognized]:
    words = text.split()
    sure = confidence or {}
    return [
        Recognized(w, 60 * k, top, 60 * k + 50, top + 30, sure.get(w, 0.96), (1, 1, 1)) for k, w in enumerate(words)
    ]


def read(words: Sequence[Recognized], *readings: str) -> tuple[str, list[str | None]]:
    marked = mark_handwriting(words, 2000, lambda *box: readings)
    return " ".join(m.word.text for m in marked), [m.raw for m in marked if m.raw]


def test_a_number_that_reads_otherwise_every_time_is_unreadable() -> None:
    words = line("Số: 62 /KH-UBND", {"62": 0.43})
    assert read(words, "Số: #2 /KH-UBND", "Số: 7⁄2 /KH-UBND", "Số: 62 /KH-UBND") == (
        f"Số: {UNREADABLE} /KH-UBND",
        ["62"],
    )


def test_a_number_within_a_word_is_unreadable_alone() -> None:
    words = line("Số:⁄6 /CT-UBND", {"Số:⁄6": 0.23})
    assert read(words, "Số:⁄46 /CT-UBND", "Số:⁄{6 /CT-UBND")[0] == f"Số:{UNREADABLE} /CT-UBND"


def test_print_that_was_read_unsurely_but_always_the_same_stays() -> None:
    words = line("Số:1050 /QĐ-SCT", {"Số:1050": 0.4})
    assert read(words, "Số:1050 /QĐ-SCT", "Sốó:1050 /QĐ-SCT") == ("Số:1050 /QĐ-SCT", [])


def test_digits_on_which_the_other_readings_do_not_agree_with_the_first_are_unreadable() -> None:
    words = line("Số: 71 /KH-UBND", {"71": 0.5})
    assert read(words, "Số: 11 /KH-UBND", "Số: 11 /KH-UBND")[0] == f"Số: {UNREADABLE} /KH-UBND"


def test_a_surely_read_number_is_not_asked_for_again() -> None:
    def never(*box: int) -> list[str]:
        raise AssertionError("asked")

    marked = mark_handwriting(line("Lai Châu, ngày 18 tháng 12 năm 2019"), 2000, never)
    assert all(m.raw is None for m in marked)


def test_day_and_month_are_told_apart() -> None:
    words = line("Hưng Yên, ngày 4# tháng 12 năm 2017", {"4#": 0.66})
    assert read(words, "ngày 2? tháng", "ngày 4ÿ tháng")[0] == f"Hưng Yên, ngày {UNREADABLE} tháng 12 năm 2017"


def test_a_letter_for_a_digit_is_corrected_where_all_agree() -> None:
    words = line("Gia Lai, ngày 26 tháng Ú1 năm 2026", {"Ú1": 0.16})
    text, raw = read(words, "tháng 01 năm", "tháng 0l năm")
    assert (text, raw) == ("Gia Lai, ngày 26 tháng 01 năm 2026", ["Ú1"])


def test_numbers_of_the_body_are_left() -> None:
    words = line("Số: 62 /KH-UBND", {"62": 0.43}, top=1500)
    assert read(words, "Số: 7 /KH-UBND") == ("Số: 62 /KH-UBND", [])
    cited = line("Nghị quyết số 99/NQ-CP ngày 03/10/2017", {"99/NQ-CP": 0.5})
    assert read(cited, "Nghị quyết số 9/NQ-CP")[1] == []
