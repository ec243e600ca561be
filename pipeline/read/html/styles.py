"""The few style properties that change what a reader sees as text, from style sheets within the page and attributes.

Only what is told of a tag, a class or an id is read (CSS 2.1, 5.3, 5.8.3, 5.9): offices' programs write nothing else
for the properties that matter here. Style sheets outside the page are never fetched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

Declarations = dict[str, str]

_READ = re.compile(
    r"(?:display|visibility|text-transform|list-style|list-style-type|white-space|font-family|border(?:-[a-z]+)?|mso-[a-z-]+)"
)
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)|<!--|-->", re.DOTALL)
_SIMPLE = re.compile(r"([a-z][a-z0-9]*)?(?:([.#])([\w-]+))?", re.IGNORECASE)
_FOR_SCREENS = re.compile(r"@media\s+(?:all|screen)\b", re.IGNORECASE)
_DEEPEST = 8  # blocks within each other that may hold on a screen
_MOST_CHARACTERS = 2_000_000  # of all style sheets of a page; Word writes about 30,000


def declarations(style: str) -> Declarations:
    """The properties of a style attribute that are read here, in small letters.

    >>> declarations("color:red; DISPLAY : None !important;mso-list:l0 level2 lfo1")
    {'display': 'none', 'mso-list': 'l0 level2 lfo1'}
    """
    out = {}
    for part in style.split(";"):
        name, colon, value = part.partition(":")
        name = name.strip().lower()
        if colon and _READ.fullmatch(name):
            out[name] = " ".join(value.replace("!important", "").lower().split())
    return out


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rules by tag, class and id."""

    rules: Mapping[tuple[str, str], Declarations] = field(default_factory=dict)

    def of(self, tag: str, attributes: Mapping[str, str]) -> Declarations:
        """The declarations that hold for an element, its own `style` last."""
        out = dict(self.rules.get((tag, ""), ()))
        for name in attributes.get("class", "").split()[:50]:
            out |= self.rules.get(("", "." + name), {})
            out |= self.rules.get((tag, "." + name), {})
        if (name := attributes.get("id", "")) and self.rules:
            out |= self.rules.get(("", "#" + name), {})
            out |= self.rules.get((tag, "#" + name), {})
        if style := attributes.get("style"):
            out |= declarations(style)
        return out


def sheet_of(css: str) -> Sheet:
    """The rules of a page's style sheets; blocks for other media than the screen are left out."""
    rules: dict[tuple[str, str], Declarations] = {}
    for selectors, body in _rules(_COMMENT.sub(" ", css[:_MOST_CHARACTERS])):
        told = declarations(body)
        if not told:
            continue
        for selector in selectors.split(","):
            simple = _SIMPLE.fullmatch(selector.strip())
            if simple and simple[0]:
                key = ((simple[1] or "").lower(), (simple[2] or "") + (simple[3] or ""))
                rules[key] = rules.get(key, {}) | told
    return Sheet(rules)


def _rules(css: str) -> Iterator[tuple[str, str]]:
    """Selectors and body of each rule that holds on a screen."""
    preludes: list[str] = []
    at = 0
    for brace in re.finditer(r"[{}]", css):
        text = css[at : brace.start()].strip()
        at = brace.end()
        if brace[0] == "{":
            preludes.append(text.rpartition(";")[2].strip())
        elif preludes:
            prelude = preludes.pop()
            if (
                not prelude.startswith("@")
                and len(preludes) <= _DEEPEST
                and all(_FOR_SCREENS.match(p) for p in preludes)
            ):
                yield prelude, text
