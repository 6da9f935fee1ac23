"""Bytes to text: a ladder of what the bytes prove, what was declared, and what reads like Chinese.

Byte order mark, UTF-16 and UTF-32 by their pattern of zeros, strict UTF-8, the declaration, then the best reading among
GB18030 and Big5. A declaration that the bytes contradict is passed over and noted. Whatever is declared gb2312 or gbk
is read as GB18030, of which both are a part.

>>> decode("营收增长5%".encode("gbk"), "utf-8")
Decoded(text='营收增长5%', encoding='gb18030', how='guessed', replaced=0)
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from extract.ingest.failures import Problem

_MARKS = (  # the longer mark first: UTF-32 begins like UTF-16
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_ALIASES = {
    "gb2312": "gb18030", "gb_2312-80": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "cp936": "gb18030",
    "ms936": "gb18030", "euc-cn": "gb18030", "gb18030": "gb18030", "hz-gb-2312": "hz", "chinese": "gb18030",
    "big5": "big5hkscs", "big5-hkscs": "big5hkscs", "big5hkscs": "big5hkscs", "cp950": "big5hkscs",
    "x-x-big5": "big5hkscs",
    "big-5": "big5hkscs", "utf8": "utf-8", "utf-8": "utf-8", "utf8mb4": "utf-8", "unicode": "utf-16",
    "iso-8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "windows-1252": "cp1252", "us-ascii": "utf-8",
    "ascii": "utf-8",
}  # fmt: skip
# The commonest characters of press Chinese in both scripts, and its punctuation: the wrong encoding gives hardly any.
_COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学"
    "法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前"
    "外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系"
    "军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见"
    "计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争"
    "济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离"
    "华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连"
    "断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存候毛亲快效斯院"
    "亿营额股环降占额涨跌预季购销售智云网芯片模型训推延迟"
    "這個國時來們會對發動產說種後過學經進著電裡現實兩體機當點從業應開還間樣與關線內數變條沒結問無軍題黨總設長頭資邊"
    "級圖統較將組見計別論運農幾區強決戰則處隊給門規熱領東導壓濟階術極聯認權證轉單風帶場車務萬達積議聲報鬥類離華確張馬"
    "節話況傳許廣記須研觀織裝眾書復兒際驗連斷難礦備辦習響約勞團歷準號維劃選標寫親億營額環漲預購銷網片訓遲臺灣財據"
    "，。、；：？！“”‘’（）《》「」『』【】…—·％０１２３４５６７８９"
)
_HAN = re.compile(r"[一-鿿]")
_WIDE = re.compile(r"[^\x00-\x7f]")
_ODD = re.compile(
    "[\u0080-\u009f\u0370-\u04ff\u0590-\u08ff\u2500-\u259f\u3041-\u30ff\u3105-\u312f㐀-䶿\ue000-\uf8ff\uff61-\uffdc]"
)
_CONTROL = bytes(set(range(32)) - {7, 8, 9, 10, 11, 12, 13, 26, 27})
_CHARSET = re.compile(rb"""<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_:.-]+)""", re.I)
_SAMPLE = 64 * 1024
_FORCE = "name the encoding (--encoding), or save the file as UTF-8"


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the encoding it was in, how that was found (mark, pattern, bytes, declared, guessed) and U+FFFD put in."""

    text: str
    encoding: str
    how: str
    replaced: int = 0

    def notes(self, declared: str | None = None) -> tuple[str, ...]:
        """What a reader of the article should know: a wrong declaration, a guess, lost characters."""
        said = []
        if declared and canonical(declared) not in (self.encoding, None) and self.how != "declared":
            said.append(f"declared {declared.lower()}, but the bytes are {self.encoding}")
        elif self.how == "guessed":
            said.append(f"no encoding declared; read as {self.encoding}")
        if self.replaced:
            said.append(f"{self.replaced} places that {self.encoding} does not know became U+FFFD")
        return tuple(said)


def canonical(label: str) -> str | None:
    """The codec for a declared label, None for one that nobody knows.

    >>> canonical("GB2312"), canonical("x-martian")
    ('gb18030', None)
    """
    name = label.strip().lower()
    if name in _ALIASES:
        return _ALIASES[name]
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    return info.name if getattr(info, "_is_text_encoding", True) else None


def charset_in_page(head: bytes) -> str | None:
    """The charset that an HTML or XML head declares.

    >>> charset_in_page(b'<meta http-equiv="Content-Type" content="text/html; charset=gb2312">')
    'gb2312'
    """
    match = _CHARSET.search(head[:4096])
    return match[1].decode("ascii", "replace") if match else None


def decode(data: bytes, declared: str | None = None, *, forced: str | None = None) -> Decoded:
    """The text of ``data``. ``declared`` is believed unless the bytes contradict it; ``forced`` is always believed.

    Raises ``Problem`` for an empty or a binary file, and for bytes that are text in none of the encodings.
    """
    if not data:
        raise Problem("decode", "the file is empty (0 bytes)", "leave it out, or fetch it again")
    if forced:
        codec = canonical(forced)
        if codec is None:
            raise Problem(
                "decode", f"there is no encoding named {forced!r}", "use a name such as utf-8, gb18030 or big5"
            )
        return _lenient(data, codec, "declared")
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return _lenient(data[len(mark) :], codec, "mark")
    if wide := _wide(data):
        return _lenient(data, wide, "pattern")
    refuse_binary(data)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _not_utf8(data, canonical(declared) if declared else None)
    if (
        not text.isascii() and len(data) < 4096 and not _HAN.search(text)
    ):  # 12 % of two-character GBK words are UTF-8 too
        other = _candidate(data, "gb18030")
        if other and other[0] > 0.5 and _score(text) < 0.1:
            return other[1]
    return Decoded(text, "utf-8", "bytes")


def refuse_binary(data: bytes) -> None:
    """Raise ``Problem`` when more than one byte in fifty is a control character that no text has."""
    sample = data[:_SAMPLE]
    controls = len(sample) - len(sample.translate(None, _CONTROL))
    if controls * 50 > len(sample):
        raise Problem(
            "decode", "this is not text but binary data", "give a text, a page, a table or an archive of such files"
        )


def _wide(data: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark: zeros beside the ASCII characters, or pairs that read as common Chinese."""
    sample = data[:8192]
    if len(sample) < 4:
        return None
    zeros = sample.count(0)
    if not zeros and (len(data) % 2 or _is_utf8(sample)):
        return None
    wide = ("utf-32-le", "utf-32-be") if zeros * 9 >= len(sample) * 4 else ()
    best, found = 0.5, None
    for codec in (*wide, "utf-16-le", "utf-16-be"):
        text = sample.decode(codec, "replace")
        plain = sum(" " <= c <= "~" or c in "\t\r\n" for c in text)
        other = len(text) - plain
        share = (plain + other * max(_score(text), 0.0)) / len(text)
        if share > best and (zeros or other == len(text) or share > 0.75):
            best, found = share, codec
    return found


def _is_utf8(sample: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample, final=False)
    except UnicodeDecodeError:
        return False
    return True


def _not_utf8(data: bytes, declared: str | None) -> Decoded:
    text = data.decode("utf-8", "replace")
    lost = text.count("\ufffd")
    many = len(_HAN.findall(text))
    if many and lost <= max(3, many // 50) and lost < many:  # a few bytes are broken, the rest proves UTF-8
        return Decoded(text, "utf-8", "bytes", lost)
    if declared and declared != "utf-8":
        told = _candidate(data, declared)
        if told and told[0] >= 0.3:
            text, replaced = told[1].text, told[1].replaced
            return Decoded(text, declared, "declared", replaced)
    found = [c for c in (_candidate(data, codec) for codec in ("gb18030", "big5hkscs")) if c]
    best = max(found, key=lambda c: c[0], default=None)
    if best and best[0] >= 0.12:
        return best[1]
    if _mostly_ascii(data):
        return Decoded(data.decode("cp1252", "replace"), "cp1252", "guessed")
    if best and not best[1].replaced:
        return best[1]
    raise Problem("decode", "the bytes are text in no encoding tried (UTF-8, UTF-16, GB18030, Big5)", _FORCE)


def _mostly_ascii(data: bytes) -> bool:
    sample = data[:_SAMPLE]
    return sum(byte > 0x7F for byte in sample) * 20 < len(sample)


def _candidate(data: bytes, codec: str) -> tuple[float, Decoded] | None:
    """``data`` read as ``codec`` with how much it reads like Chinese; None when more than one place in 50 is lost."""
    try:
        text = data.decode(codec)
        replaced = 0
    except UnicodeDecodeError:
        text = data.decode(codec, "replace")
        replaced = text.count("\ufffd")
        if replaced * 50 > max(len(text), 50):
            return None
    except (LookupError, ValueError):
        return None
    return _score(text) - 0.2 * bool(replaced), Decoded(text, codec, "guessed", replaced)


def _score(text: str) -> float:
    """How much a text reads like Chinese: the share of common characters among those that are not ASCII, less odd ones.

    Press text scores 0.5 to 0.9, the same bytes in a wrong encoding below 0.2.
    """
    wide = _WIDE.findall(text)[:4000]
    if not wide:
        return 0.0
    good = sum(c in _COMMON for c in wide)
    everyday = sum(map(_everyday, wide))
    odd = sum(map(bool, map(_ODD.match, wide)))
    return (0.7 * good + 0.3 * everyday - odd) / len(wide)


def _everyday(char: str) -> bool:
    """Whether a character is on the first plane of GB 2312 or of Big5, the 3,755 and 5,401 everyday ones."""
    for codec, first, last in (("gb2312", 0xA1, 0xD7), ("big5", 0xA1, 0xC6)):
        try:
            lead = char.encode(codec)[0]
        except UnicodeEncodeError:
            continue
        if first <= lead <= last:
            return True
    return False


def _lenient(data: bytes, codec: str, how: str) -> Decoded:
    if codec in ("utf-8",) or how == "mark":
        refuse_binary(data if not codec.startswith("utf-16") and not codec.startswith("utf-32") else b"")
    try:
        text = data.decode(codec)
        return Decoded(text, codec, how)
    except UnicodeDecodeError:
        text = data.decode(codec, "replace")
        return Decoded(text, codec, how, text.count("\ufffd"))
    except (LookupError, ValueError) as error:
        raise Problem("decode", f"the encoding {codec} cannot be used here ({error})", _FORCE) from error
