"""Inputs as teams, editors, exports, servers and broken disks spoil them, drawn from a seed."""

import copy
import json
import random
from collections.abc import Sequence
from typing import Any

TOKENS = [
    "", "\0", "²", "٣", "½", "Ⅷ", "\u202e", "\ufeff", "\u2028", "\x85", "\u200b", "\u00ad", "e\u0301",
    "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"), "İ", "ß", "ﬁ", "\r", "\x1b[31m",
    '"', '""', "'", "`", "```", "|", "||", "\t", ";", ",", "\\", "\\\\", "<", "<!--", "-->", "<td>", "</table>",
    "<br/>", "&#0;", "&#x110000;", "&amp", "[", "]", "[[", "](", "(", ")", "{", "}", "{{", "}}", "#", "######## ",
    "- ", "* ", "1. ", "- [ ] ", "- [x] ", "> ", "    ", "---", "---\n", "...", "===", ":::", "::", ":", "@", "@@",
    "http://[::1", "https://", "mailto:", "://", "a/b#1", "#99999999999999999999", "%s", "%00", "$", "$$", "€",
    "1e400", "-1e-400", "NaN", "inf", "-0", "1_000", "0x1F", "9" * 40, "." * 40, "1,2,3,4", "1.2.3,4", "1.000,00",
    "(12.00)", "12-", "--12", "9999-99-99", "0000-00-00", "9999-12-31", "0001-01-01", "2026-02-30", "31/12/99",
    "1:1:1:1:1", "24:61:61", "2026-01-01T00:00:00+99:99", "W53", "Mon, 99 Foo 2024", "29.02.2100", "Smarch 2026",
    "null", "true", "None", "date:", "title:", "Present:", "Attendees:", "Total", "Sum", "EUR", "XXX", "USD USD",
    "[" * 300, "> " * 200, "  " * 300, "*" * 300, "(" * 300, '"' * 99, "{" * 300, "a" * 3_000, "1" * 1_000, ",,,,,,,,",
]  # fmt: skip
VALUES: list[Any] = [
    None, True, False, 0, -1, 1, 2**31, 2**63, 2**70, -(2**70), 1.5, 1e308, float("inf"), float("nan"),
    "", " ", "0", "²", "null", "\0", "\ud800", "x" * 3_000, "2026-02-30T25:61:61Z", "9999-12-31T23:59:59Z",
    "0000-00-00", "not a time", "http://[::1", [], [[]], [None], ["a"], [1, "a", None], {}, {"": None},
    {"a": {"b": []}}, [{}], [[[[[[[[1]]]]]]]],
]  # fmt: skip
ENCODINGS = ["utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1", "utf-8-sig", "utf-32", "mac-roman"]  # fmt: skip
LARGEST = 6_000


def window(dice: random.Random, text: str, most: int = 900) -> str:
    """Some lines of a text, often from its beginning, because there the formats are decided."""
    if len(text) <= most:
        return text
    start = 0 if dice.random() < 0.6 else text.rfind("\n", 0, dice.randrange(len(text))) + 1
    return text[start : start + dice.randint(80, most)]


def spoiled(dice: random.Random, text: str, others: Sequence[str]) -> str:
    """A text with one to six changes, its format mostly left recognisable."""
    for _ in range(dice.choice((1, 1, 1, 2, 2, 3, 4, 6))):
        at = dice.randrange(len(text) + 1)
        end = min(len(text), at + dice.choice((1, 1, 2, 5, 20, 100)))
        match dice.randrange(12):
            case 0 | 1 | 2:
                text = text[:at] + dice.choice(TOKENS) + text[at:]
            case 3:
                text = text[:at] + dice.choice(TOKENS) + text[end:]
            case 4:
                text = text[:at] + text[end:]
            case 5:
                text = text[:at] + text[at:end] * dice.choice((2, 3, 10)) + text[end:]
            case 6:
                text = text[:at]
            case 7:
                other = dice.choice(others)
                begin = dice.randrange(len(other) + 1)
                text = text[:at] + other[begin : begin + dice.randint(1, 200)] + text[at:]
            case 8:
                lines = text.split("\n")
                dice.shuffle(lines)
                text = "\n".join(lines)
            case 9:
                lines = text.split("\n")
                place = dice.randrange(len(lines))
                lines[place : place + 1] = [lines[place]] * dice.choice((0, 2, 2, 30))
                text = "\n".join(lines)
            case 10:
                old = dice.choice('\n ,;\t|0123456789-/:."()[]#*')
                text = text.replace(old, dice.choice(TOKENS), dice.choice((1, 2, 5)))
            case _:
                text = dice.choice((text.upper, text.lower, text.swapcase, text.strip))()
        text = text[:LARGEST]
    return text


def encoded(dice: random.Random, text: str) -> bytes:
    """The text as bytes: mostly UTF-8, at times another encoding, damaged bytes or none."""
    if (chance := dice.random()) < 0.8:
        return text.encode("utf-8", "surrogatepass")
    if chance < 0.9:
        return text.encode(dice.choice(ENCODINGS), "replace")
    return damaged(dice, text.encode("utf-8", "surrogatepass"))


def damaged(dice: random.Random, content: bytes) -> bytes:
    """Bytes as a power loss or a bad copy leaves them."""
    held = bytearray(content)
    at = dice.randrange(len(held) + 1)
    match dice.randrange(7):
        case 0:
            return b""
        case 1:
            return bytes(held[:at])
        case 2:
            return bytes(held[:at]) + bytes(len(held) - at)
        case 3:
            return bytes(len(held))
        case 4:
            return b"null"
        case 5:
            for _ in range(dice.choice((1, 2, 8))):
                if held:
                    held[dice.randrange(len(held))] = dice.randrange(256)
            return bytes(held)
        case _:
            return bytes(held[:at]) + dice.randbytes(dice.choice((1, 4, 40))) + bytes(held[at:])


def changed(dice: random.Random, value: Any) -> Any:
    """A JSON value in which one to four places hold something else, or nothing."""
    value = json.loads(json.dumps(value))
    for _ in range(dice.choice((1, 1, 2, 4))):
        places = list(_places(value))
        if not places:
            return copy.deepcopy(dice.choice(VALUES))
        holder, key = dice.choice(places)
        match dice.randrange(5):
            case 0:
                del holder[key]
            case 1 if isinstance(holder, list):
                holder.append(copy.deepcopy(holder[key]))
            case 2:
                _, other = dice.choice(places)
                old = holder[key]
                holder[key] = old if isinstance(old, (dict, list)) else str(other)
            case _:
                holder[key] = copy.deepcopy(dice.choice(VALUES))
    return value


def _places(value: Any) -> Any:
    """(holder, key) of every place within a JSON value."""
    within = value.items() if isinstance(value, dict) else enumerate(value)
    for key, each in list(within):
        yield value, key
        if isinstance(each, (dict, list)):
            yield from _places(each)
