"""Whether a word can be a Vietnamese syllable: the evidence by which a legacy encoding is told.

The spelling rules are those of the standard orthography (onset, rime, tone): `k`, `gh`, `ngh` stand before e, ê, i, y
only, `c`, `g`, `ng` never before e, ê; a syllable that closes with a stop (c, ch, p, t) bears only sắc or nặng.
Borrowed syllables of place names (Đắk, Krông) fail, which is why evidence is a share, never one word.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_ONSET = r"(?:k(?=[eêiy])|n?gh(?=[eêi])|(?:c|ng)(?![eêiyh])|g(?![eêh])|gi|kh|ch|nh|ph|th|tr|qu|[bdđhlmnprstvx])?"

_RIMES = """
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên ênh êng êp êt êu
i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu y ych ym yn ynh yp yt yêm yên yêng yêt yêu
o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong op ot
ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
u ua uân uâng uât uây uc uê uêch uênh ui um un ung uôc uôi uôm uôn uông uôt uơ up ut uy uya uych uyên uyêt uynh uyt uyu
ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu
"""

_SYLLABLE = re.compile(_ONSET + "(?:" + "|".join(sorted(_RIMES.split(), key=len, reverse=True)) + ")")
_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")  # huyền, sắc, ngã, hỏi, nặng
_STOPPED = re.compile(r"(?:ch|[cpt])$")
_MAY_CLOSE_WITH_STOP = {"\u0301", "\u0323"}
_LONGEST = 7  # "nghiêng"


LETTER_FAMILIES = (
    "aàáảãạăằắẳẵặâầấẩẫậ",
    "eèéẻẽẹêềếểễệ",
    "iìíỉĩị",
    "oòóỏõọôồốổỗộơờớởỡợ",
    "uùúủũụưừứửữự",
    "yỳýỷỹỵ",
    "dđ",
)
"""The letters that differ by their marks alone: a base letter, with tones and with what makes another vowel of it."""


@lru_cache(maxsize=16_384)
def is_syllable(word: str) -> bool:
    """Whether an NFC word, in either case, is spelt as one Vietnamese syllable.

    >>> [is_syllable(w) for w in ("Nghiêng", "quyết", "hoà", "HÒA", "kõ", "hàt", "Paulo")]
    [True, True, True, True, False, False, False]
    """
    if len(word) > _LONGEST:
        return False
    parts = unicodedata.normalize("NFD", word.lower())
    tones = _TONES.findall(parts)
    bare = unicodedata.normalize("NFC", _TONES.sub("", parts))
    if len(tones) > 1 or not _SYLLABLE.fullmatch(bare):
        return False
    return not _STOPPED.search(bare) or not tones or tones[0] in _MAY_CLOSE_WITH_STOP
