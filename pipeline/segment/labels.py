"""The labels that open a clause: their grammar, and nothing of where they stand.

Source: Nghị định 30/2020/NĐ-CP, Phụ lục I (phần, chương, mục, điều, khoản, điểm), and what plans print besides:
Roman and Arabic numbers, decimals, letters of the Vietnamese alphabet, dashes, plus signs, stars.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from extractors.fold import UPPER


class Style(StrEnum):
    """A way of labelling. Two labels of one style stand on one level, as a rule."""

    APPENDIX = "appendix"
    PART = "part"
    CHAPTER = "chapter"
    SECTION = "section"
    ARTICLE = "article"
    UPPER = "upper"
    ROMAN = "roman"
    NUMBER = "number"
    DECIMAL2 = "decimal2"
    DECIMAL3 = "decimal3"
    DECIMAL4 = "decimal4"
    PAREN_NUMBER = "paren_number"
    LETTER = "letter"
    LOWER_ROMAN = "lower_roman"
    STAR = "star"
    DASH = "dash"
    PLUS = "plus"


BULLETS = {Style.STAR: "*", Style.DASH: "-", Style.PLUS: "+"}
KEYWORDED = {
    "phụ lục": Style.APPENDIX,
    "phần": Style.PART,
    "chương": Style.CHAPTER,
    "mục": Style.SECTION,
    "điều": Style.ARTICLE,
}

ALPHABET = "abcdđeghiklmnopqrstuvxy"
_ROMAN_DIGITS = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


@dataclass(frozen=True, slots=True)
class Label:
    """A label as printed, its style, its ordinal (1 for the first; 0 for bullets) and the step it gives to a path."""

    printed: str
    style: Style
    ordinal: int
    step: str
    end: int
    """Where the clause's own text begins, in the line."""
    prefix: tuple[int, ...] = ()
    """The numbers before the last one of a decimal: (2,) for 2.1."""


_ROMAN = r"(?:X{0,3}(?:IX|IV|V?I{0,3}))"
_LABEL = re.compile(
    rf"""
    (?P<keyword>(?i:phụ\ lục|phần|chương|mục|điều))\s+
        (?:số\s+)?(?P<of_keyword>\d{{1,3}}|(?=[IVX]){_ROMAN}|(?i:thứ\s+\w{{2,4}})|[A-Z])(?![\w/])[.:)]?
  | (?P<appendix>PHỤ\ LỤC|Phụ\ lục)\s*(?:$|:(?=\s+[{UPPER}]))
  | (?P<decimal>\d{{1,2}}(?:\.\d{{1,2}}){{1,3}})(?P<decimal_end>[.):/]?)(?=\s)
  | (?P<number>\d{{1,2}})\s?(?P<number_end>[.)](?=\s|[^\W\d_])|/(?=\s)|\s?[-–—](?=\s))
  | \((?P<inner>\d{{1,2}}|[a-zđ])\)(?=\s)
  | (?P<roman_decimal>(?=[IVX]){_ROMAN}(?:\.\d{{1,2}}){{1,2}})[.)]?(?=\s)
  | (?P<roman>(?=[IVX]){_ROMAN})\s?(?:[.)](?=\s|[^\W\d_])|/(?=\s)|\s?[-–—](?=\s))
  | (?P<upper>[A-ZĐ])(?:[.)/]|\s[-–—])(?=\s)
  | (?P<low_roman>(?:i{{1,3}}|iv|vi{{0,3}}|ix|x))[.)](?=\s)
  | (?:[-–—]\s)?(?P<letter>[abcdđeghiklmnopqrstuvxy])\s?[.)/](?=\s|[^\W\d_])
  | (?P<plus>[-–—•·*]?\s*\+)(?=\s|[^\W\d_])
  | (?P<star>\*)(?=\s)
  | (?P<dash>[-–—•·●▪■◦‣⁃])(?=\s|[^\W\d_]|[“"(])
    """,
    re.VERBOSE,
)


def labels(line: str) -> list[Label]:
    """The readings of the label that opens a line, the likelier first; none where it opens with none.

    >>> [(x.printed, x.style.value, x.step) for x in labels("I. MỤC ĐÍCH")]
    [('I.', 'roman', 'I'), ('I.', 'upper', 'I')]
    >>> [(x.printed, x.step) for x in labels("- + Có tinh thần cầu thị")], labels("1.500 lao động")
    ([('- +', '+')], [])
    """
    match = _LABEL.match(line)
    if not match:
        return []
    kind = match.lastgroup or ""
    printed, end = match.group(), match.end()
    after = len(line) - len(line[end:].lstrip())
    reading = _READINGS["keyword" if match["keyword"] else kind.removesuffix("_end")]
    if kind == "letter":
        printed = printed.lstrip("-–— ")  # the dash is a list mark that a conversion put before `a)`
    return [Label(printed.strip(), style, n, step, after, prefix) for style, n, step, prefix in reading(match)]


_Reading = tuple[Style, int, str, tuple[int, ...]]


def _keyword(match: re.Match[str]) -> list[_Reading]:
    word, of = match["keyword"].lower(), match["of_keyword"]
    style = KEYWORDED[word]
    number = _number(of)
    if style is Style.APPENDIX:
        return [(style, number, f"PL{number}" if number else "PL", ())]
    if style in (Style.PART, Style.CHAPTER, Style.SECTION) and match.end() < len(match.string) and _runs_on(match):
        return []
    return [(style, number, f"{word.capitalize()} {of if number else of.lower()}", ())]


def _runs_on(match: re.Match[str]) -> bool:
    """`Mục 1 của Nghị quyết …` opens a sentence, not a heading."""
    following = match.string[match.end() :].lstrip()
    return not match.group().endswith((".", ":")) and following[:1].islower()


def _appendix(_match: re.Match[str]) -> list[_Reading]:
    return [(Style.APPENDIX, 0, "PL", ())]


def _decimal(match: re.Match[str]) -> list[_Reading]:
    following = match.string[match.end() :].lstrip()
    if not match["decimal_end"] and (following[:1].islower() or following[:1] in "%("):
        return []  # 1.5 triệu đồng: a number in a sentence
    numbers = [int(n) for n in match["decimal"].split(".")]
    style = (Style.DECIMAL2, Style.DECIMAL3, Style.DECIMAL4)[len(numbers) - 2]
    return [(style, numbers[-1], match["decimal"], tuple(numbers[:-1]))]


def _roman_decimal(match: re.Match[str]) -> list[_Reading]:
    """`I.2.`: the number of the section, and within it."""
    head, *rest = match["roman_decimal"].split(".")
    style = (Style.DECIMAL2, Style.DECIMAL3)[len(rest) - 1]
    return [(style, int(rest[-1]), match["roman_decimal"], (_number(head), *map(int, rest[:-1])))]


def _plain(match: re.Match[str]) -> list[_Reading]:
    return [(Style.NUMBER, int(match["number"]), match["number"], ())]


def _inner(match: re.Match[str]) -> list[_Reading]:
    inner = match["inner"]
    if inner.isdigit():
        return [(Style.PAREN_NUMBER, int(inner), inner, ())]
    return [(Style.LETTER, ALPHABET.find(inner) + 1, inner, ())]


def _roman(match: re.Match[str]) -> list[_Reading]:
    text = match["roman"]
    out: list[_Reading] = [(Style.ROMAN, _number(text), text, ())]
    if len(text) == 1:
        out.append((Style.UPPER, ALPHABET.find(text.lower()) + 1, text, ()))
    return out


def _upper(match: re.Match[str]) -> list[_Reading]:
    return [(Style.UPPER, ALPHABET.find(match["upper"].lower()) + 1, match["upper"], ())]


def _low_roman(match: re.Match[str]) -> list[_Reading]:
    text = match["low_roman"]
    out: list[_Reading] = [(Style.LOWER_ROMAN, _number(text), text, ())]
    if len(text) == 1:
        out.insert(0, (Style.LETTER, ALPHABET.find(text) + 1, text, ()))
    return out


def _letter(match: re.Match[str]) -> list[_Reading]:
    return [(Style.LETTER, ALPHABET.find(match["letter"]) + 1, match["letter"], ())]


def _number(text: str) -> int:
    """The value of a number in digits or Roman; 0 where it is in words."""
    if text.isdigit():
        return int(text)
    digits = [_ROMAN_DIGITS.get(c, 0) for c in text.lower()]
    if not all(digits):
        return 0
    return sum(-a if a < b else a for a, b in zip(digits, [*digits[1:], 0], strict=True))


_READINGS: dict[str, Callable[[re.Match[str]], list[_Reading]]] = {
    "keyword": _keyword,
    "of_keyword": _keyword,
    "appendix": _appendix,
    "decimal": _decimal,
    "number": _plain,
    "inner": _inner,
    "roman_decimal": _roman_decimal,
    "roman": _roman,
    "upper": _upper,
    "low_roman": _low_roman,
    "letter": _letter,
    "plus": lambda _: [(Style.PLUS, 0, "+", ())],
    "star": lambda _: [(Style.STAR, 0, "*", ())],
    "dash": lambda _: [(Style.DASH, 0, "-", ())],
}
