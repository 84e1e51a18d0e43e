"""Sentences → the numbers they claim: money, runway, users, launches, issues, times, sizes.

A question, an example, a condition or a negation claims nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from pipelines.notes.note import Amount, Unread
from pipelines.notes.roll_call.heads import CAME, OPENS
from pipelines.notes.statements.figures import SIZE, TIMES, Custom
from pipelines.notes.statements.quantities import MOST, Quantity, quantities
from pipelines.notes.statements.sentences import Sentence
from pipelines.notes.text.markdown import Block, words
from pipelines.notes.vocabulary import marks, phrases

_TIME = re.compile("|".join(f"(?P<{unit}>{pattern})" for unit, pattern in TIMES.items()), re.I)
_LONG = {"days": 12 / 365, "weeks": 12 / 52, "months": 1.0, "years": 12.0}  # in months
_SIZE = re.compile(SIZE)
_MANY = (
    f"a sentence of more than {MOST} numbers: the first {MOST} are read; break it into sentences"
)
_KINDS = {
    "users": marks("users"), "launches_or_sessions": marks("launches"),
    "issues": marks("issues"), "pulls": marks("pulls"),
}  # fmt: skip
_SMALL = r"of|in|to|and|or|for|the|on|by|with|is|are|from|at|that|if|per|a|an|as|than"
_COUNTS = re.compile(rf"\s*(?!(?:{_SMALL}|now|left|more)\b)[^\W\d_]")
_BETWEEN = (
    rf"\+?\s*(?:of (?:the|our|these|all) )?(?:(?!(?:{_SMALL})\b|\d)[*\w][\w'’*-]*\s+){{0,3}}?"
)
_NOUN = [(k, re.compile(rf"{_BETWEEN}({p})(?![\w-])", re.I)) for k, p in _KINDS.items()]
# Whatever else is counted: a plural, or people, at most two words behind the number.
_THINGS = re.compile(
    rf"(?=[\s+]){_BETWEEN.replace('{0,3}', '{0,2}')}"
    rf"(?!(?:{'|'.join(TIMES.values())}|{_SMALL}|this|its|was|has|does)\b)"
    r"([^\W\d_][\w'’-]+[^\Ws_]['’]?s|(?-i:[A-Z]{2,}s)|people)(?![\w-])",
    re.I,
)
# A language that writes its nouns large needs no plural in -s: "87 Mitglieder"
_LARGE = re.compile(
    rf"\s(?:[^\W\d_A-Z]+\s){{0,2}}(?!(?i:{marks('times')})\b)[^\W\d_a-z][^\W\d_A-Z]{{3,}}(?![\w-])"
)
_EARLIER = [(k, re.compile(rf"\b({p})\b[^.!?]*$", re.I)) for k, p in _KINDS.items()]
_CHANGE = re.compile(r"^\s*\([+−-]\d[\d,.]*%?\)")  # "Open PRs: 231 (-12)"
_ENDS = re.compile(r"\+?\s*([.!,;)]|$|(?:per|a|/)\s?(?:day|week|month|hour)\b)")
_STATE = re.compile(rf"\s(?:(?P<open>open)|{marks('closed')})\b", re.I)
_ISSUES = re.compile(r"\bissues\b", re.I)
_CLOSED = re.compile(rf"\b(?:{marks('closed')})\b", re.I)
_CLAUSE = re.compile(r"[,;]|\band\b")
_ASKS = re.compile(r"[^.!?()]*\?")
_WHY = re.compile(r"\bwhy\b[^.!?()]*$", re.I)  # who asks why it takes 20 s has seen that it does
_DID = re.compile(r"\b\w{3,}ed\s(?:\w+\s)?$")  # "we fixed 12 issues": these may not be open
_MERGED = re.compile(r"\b(merged|merging|landed)\b", re.I)
_MONEY = re.compile(rf"\b(?:{marks('money')})\b", re.I)
_LASTS = re.compile(  # "will last six months", not "in the last six months"
    rf"\b(?:(?:will|would|should|could|can|may|might|must|to)\s+last|(?!last\b)(?:{marks('lasting')}))"
    r"\b(?! (?:year|month|week))",
    re.I,
)
_LEFT = re.compile(rf"\s?\w+ (?:{marks('lasting')})\W*$", re.I)  # "five months left."
_SPAN = re.compile(rf"\b(?:{marks('spans')})\b", re.I)
_ANOTHER = phrases("meetings", "another")
_POINT_IN_TIME = re.compile(
    rf"\b(every|each|{_ANOTHER}|first|in|after|until|within|ago|by|another)\W*(the\W+)?$", re.I
)
_RATE = re.compile(r"^\s?\w+ (?:each|per|an?|every) (?P<per>\w+)")
_STATES = re.compile(
    r"(?:\b(?:at|around|about|is|are|was|were|to|over)"
    r"|[~≈:=])\s*[~≈]?$"
)
_SAYS = re.compile(r"(?:[:=(]|\b(?:now|currently))\s*(?:currently|now|at|about|~|≈|\s)*$", re.I)
_COMPARING = r"(?:as )?(?:\w+ed (?:to|with)|down from|up from)"  # "as opposed to", "compared with"
_COMPARED = re.compile(rf"\b{_COMPARING}\W*$", re.I)
_COMPARES = re.compile(rf"^\+?,? {_COMPARING} [~≈]?\d[\d.,]*[kKM]?", re.I)
_PART_OF = rf"(?:\s(?:(?:out )?(?:{marks('part_of')}))(?: the| our| these| all)?\s|\s?/\s?)"
_WHOLE = re.compile(rf"{_PART_OF}(?P<whole>\d[\d,.]*)(?=\s)", re.I)  # "9 of 16 rings"
_IS_WHOLE = re.compile(rf"(?<![\d.,])\d[\d,.]*{_PART_OF}$", re.I)
_OF_ALL = re.compile(r"(?<!\bout )\bof (?:the|our|these|those) $", re.I)  # "a third of the 90"
_OF_THEM = re.compile(r"\s(?:of them|(?:are|were))\b", re.I)
_BRACKETS = re.compile(r"(?:\s?\([^()]*\))+(?=\s)")  # "257(257) (deck) bugs"
_ADMITTED = re.compile(r"\s\w{3,}ed\b")  # "9 students accepted" use nothing
_LABELLED = re.compile(  # "Berths taken so far: 41"
    rf"^[^\w(]*(?!(?:\w+ )?(?:{marks('ballots')}))(?P<what>[^\W\d_][^:.;!?()#]{{3,60}}):\s*$", re.I
)
# "Membership stands at 83, down from 91"
_STANDS = re.compile(r"^\W*(?:(?:the|our) )?(?P<what>[^\W\d_]{5,})\b[^.:;!?\d]{0,60}\bat $", re.I)
_PLURAL = re.compile(r"\b[^\W\d_]{2,}[^\Ws_]s\b")
_CAME = re.compile(
    rf"\W*(?:people|{phrases('roll_call', 'groups')}|{OPENS.pattern})"
    rf" (?:{OPENS.pattern}|{CAME})",
    re.I,
)
_SAMPLE = re.compile(r"\bn\s?=\s?$")
_ON = re.compile(r"\+?\s(during|on|at|per)\b")
_OUT_OF = re.compile(r"\bout of (?:the |our )?$", re.I)
_SUPPOSED = re.compile(
    rf"(?:^|[,;(] ?|\s(?=.{{0,40}}$))(?:{marks('supposing')})(?=[\s,:])|^\W*maybe\b(?!\W*$)", re.I
)
_DENIED = re.compile(
    r"(?:\b(?:no|not|never|without)|n['’]t)\b"
    r"(?! (?:more|less|only)\b)"
    r"[^,.;:]{0,20}$",
    re.I,
)
_BOX = re.compile(  # a time box: "10 min: budget", "budget - 10 min"
    r"^[^\w\x00]*\x00[ -]?\w+\s*[:–—-]|[-–—,|]\s*\x00[ -]?\w+\W*$"
)


def claims(
    found: list[Sentence], blocks: list[Block], custom: Custom, unread: list[Unread]
) -> list[Amount]:
    """The numbers that the sentences claim, in order of the text.

    custom  how the note writes figures
    unread  where a sentence is added of which not every number is read
    """
    told: list[Amount] = []
    context: dict[int, str] = {}
    for sentence in found:
        context[sentence.block] = f"{context.get(sentence.block, '')} {sentence.text}"
    last: tuple[int, Amount] | None = None
    for sentence in found:
        above = last[1] if last and last[0] == sentence.block else None
        read = list(quantities(sentence.text, custom))
        if not read:
            continue
        if len(read) > MOST:
            unread.append(Unread(sentence.line, sentence.text[:80], _MANY))
        headed = _MONEY.search(_head(blocks, sentence.block)) is not None
        for amount in _of_sentence(
            sentence, read[:MOST], context[sentence.block], above, headed=headed
        ):
            told.append(amount)
            last = sentence.block, amount
    return told


@lru_cache(maxsize=256)  # asked for every number of a sentence
def _says(pattern: re.Pattern[str], text: str) -> bool:
    return pattern.search(text) is not None


def _head(blocks: list[Block], i: int) -> str:
    """The heading and the short item above a block, which may say that its numbers are money."""
    above = (blocks[i].heading, blocks[i].parent)
    heads = [words(blocks[at].raw) for at in above if at is not None]
    return " ".join(head for head in heads if len(head.split()) <= 4)


def _of_sentence(
    sentence: Sentence, read: list[Quantity], context: str, above: Amount | None, *, headed: bool
) -> Iterator[Amount]:
    previous: Amount | None = None
    asks = sentence.text.rstrip().endswith("?")
    for quantity in read:
        aside = quantity.before.count("(") > quantity.before.count(")")
        if (
            (asks and not aside)
            or (_ASKS.match(quantity.after) and not _WHY.search(quantity.before))
            or _IS_WHOLE.search(quantity.before)
            or _OF_ALL.search(quantity.before)
            or _SUPPOSED.search(quantity.before)
            or _DENIED.search(quantity.before)
        ):
            continue
        amount = (
            _money(quantity, sentence, headed=headed)
            or _percent(quantity, sentence)
            or _time(quantity, sentence, context, previous or above)
            or _size(quantity)
            or _count(quantity, sentence)
            or _unnamed(quantity, sentence, previous or above, own=previous is not None)
        )
        if amount:
            previous = replace(amount, quote=sentence.raw, line=sentence.line,
                               subject=amount.subject or _subject(quantity))  # fmt: skip
            yield previous


def _amount(quantity: Quantity, kind: str, unit: str | None) -> Amount:
    if quantity.high is None:
        return Amount(kind, quantity.low, None, None, unit, None, "", 0)
    return Amount(kind, None, quantity.low, quantity.high, unit, None, "", 0)


def _money(quantity: Quantity, sentence: Sentence, *, headed: bool) -> Amount | None:
    """With a currency; or with a letter for thousands where the talk or the heading is of money."""
    if quantity.currency:
        return _amount(quantity, "money", quantity.currency + quantity.per)
    if quantity.unit == "m" and headed and re.match(r"\s*(?:$|[,.;)]|for |per )", quantity.after):
        low, high = quantity.low * 1e6, quantity.high and quantity.high * 1e6
        quantity = replace(quantity, low=low, high=high, scaled=True)
    named = _COUNTS.match(quantity.after)
    if not quantity.scaled or (named and (not headed or _THINGS.match(quantity.after))):
        return None
    money = headed or _says(_MONEY, sentence.text)
    return _amount(quantity, "money", None) if money else None


def _percent(quantity: Quantity, sentence: Sentence) -> Amount | None:
    if quantity.unit != "%" or (quantity.low == 100 and not quantity.after.startswith("% of")):
        return None
    about = _CLOSED.search(quantity.before) and _says(_ISSUES, sentence.text)
    return _amount(quantity, "issues_closed" if about else "other", "%")


def _time(
    quantity: Quantity, sentence: Sentence, context: str, above: Amount | None
) -> Amount | None:
    named = _TIME.fullmatch(quantity.unit)
    unit = named.lastgroup if named else None
    if unit is None:
        return None
    left = above is not None and above.kind == "money" and _LEFT.match(quantity.after)
    lasts = left or (_says(_MONEY, sentence.text) and _says(_LASTS, sentence.text))
    if unit in _LONG and lasts:
        factor = _LONG[unit]
        low, high = round(quantity.low * factor, 2), quantity.high
        high = None if high is None else round(high * factor, 2)
        return _amount(replace(quantity, low=low, high=high), "runway_months", "months")
    if rate := _RATE.match(quantity.after):
        return _amount(quantity, "other", f"{unit}/{rate['per']}")
    if unit in _LONG and quantity.low > 1 and not quantity.unit.endswith("s"):
        return None  # "the nine month plan"
    later = re.match(r"\W*\w+\W+(ago|later?|before|old)\b", quantity.after)
    if later or _POINT_IN_TIME.search(quantity.before):
        return None
    boxed = _BOX.search(f"{quantity.before}\x00{quantity.after}")
    spans = _says(_SPAN, context) if unit in _LONG else not boxed
    return _amount(quantity, "other", unit) if spans else None


def _size(quantity: Quantity) -> Amount | None:
    return _amount(quantity, "other", quantity.unit) if _SIZE.fullmatch(quantity.unit) else None


def _count(quantity: Quantity, sentence: Sentence) -> Amount | None:
    after = quantity.after
    if other := _COMPARES.match(after):
        after = after[other.end() :]  # "64 as opposed to 260 issues": both count issues
    whole = ""
    if part := _WHOLE.match(after):
        whole, after = f"of {part['whole']} ", after[part.end() :]
    elif aside := _BRACKETS.match(after):
        after = after[aside.end() :]
    found = [(m.end(), kind, m) for kind, p in _NOUN if (m := p.match(after))]
    year = 1900 <= quantity.low <= 2100 and not quantity.scaled
    counts = not found and quantity.low > 1 and not year
    thing = (
        (_THINGS.match(after) or (quantity.large_nouns and _LARGE.match(after))) if counts else None
    )
    found += [(thing.end(), "other", thing)] if thing else []
    if not found or _CAME.match(after):
        return None
    _, kind, match = min(found, key=lambda f: f[0])
    unit = " ".join(re.sub(r"[*_]", "", match[0]).split()).lstrip("+ ")
    if kind == "users" and _ADMITTED.match(after[match.end() :]) and "user" not in unit.casefold():
        kind = "other"
    kind = _kind(kind, match[0], sentence.text)
    clause = _CLAUSE.split(after)[0]
    said_open = "open" in f"{quantity.before}{clause}".casefold()
    did = _DID.search(quantity.before)
    if did and kind == "issues_open" and not said_open:
        kind = "other"
    if did and kind in ("issues_closed", "prs_merged"):  # "closed 12 and labelled 40 issues"
        said = f"{did[0]} {clause}"
        kind = kind if _CLOSED.search(said) or _MERGED.search(said) else "other"
    if kind == "issues_closed" and _OUT_OF.search(quantity.before):
        kind = "issues_open"  # "we closed 40% out of 120 issues"
    return _amount(quantity, kind, whole + unit)


def _kind(kind: str, phrase: str, text: str) -> str:
    if kind == "issues":
        return "issues_closed" if _says(_CLOSED, text) else "issues_open"
    if kind == "pulls":
        return "prs_merged" if _says(_MERGED, text) else "other"
    return kind


def _unnamed(
    quantity: Quantity, sentence: Sentence, previous: Amount | None, *, own: bool
) -> Amount | None:
    """A number without a noun: what it counts was said just before.

    own  the number before it stands in the same sentence: money in another says nothing of it
    """
    if previous and not own and previous.kind in ("money", "runway_months"):
        previous = None
    if quantity.unit.casefold() in ("x", "st", "th"):
        return None
    if _OUT_OF.search(quantity.before) and previous and previous.unit == "%":
        kind = "issues_open" if previous.kind == "issues_closed" else "other"
        return _amount(quantity, kind, "issues" if kind == "issues_open" else None)
    if _SAMPLE.search(quantity.before):
        return _amount(quantity, "other", None)
    on = quantity.low >= 20 and not quantity.before.strip(" *_~")
    on = on and bool(_ON.match(quantity.after))
    if previous and previous.kind != "money" and _OF_THEM.match(quantity.after):
        return _amount(quantity, previous.kind, previous.unit)
    if previous and (on or _COMPARED.search(quantity.before)):
        return _amount(quantity, previous.kind, previous.unit)
    return _said_before(quantity, sentence)


def _said_before(quantity: Quantity, sentence: Sentence) -> Amount | None:
    """ "Open issues: 45", "… of the open issues (currently 15)", "users are at 250"."""
    named = next(((k, m) for k, p in _EARLIER if (m := p.search(quantity.before))), None)
    state = _STATE.match(quantity.after)
    if named and named[0] == "issues" and state:  # "Tickets: 118 open, 23 closed"
        return _amount(quantity, "issues_open" if state["open"] else "issues_closed", named[1][1])
    compared = _COMPARES.match(quantity.after)
    if quantity.low < 2 or not (compared or _ENDS.match(_CHANGE.sub("", quantity.after))):
        return None
    label = None if named else _LABELLED.search(quantity.before)
    if label and (thing := _PLURAL.search(label["what"])) and len(label["what"].split()) <= 6:
        return _amount(quantity, "other", thing[0])
    stands = compared and _STANDS.search(quantity.before)
    if not named:
        return _amount(quantity, "other", stands["what"]) if stands else None
    kind, match = named
    states = quantity.low >= 20 and kind in ("users", "launches_or_sessions")
    if not (_SAYS.search(quantity.before) or (states and _STATES.search(quantity.before))):
        return None
    plain = kind in ("issues", "pulls")
    return _amount(quantity, _kind(kind, match[1], sentence.text), match[1] if plain else kind)


def _subject(quantity: Quantity) -> str | None:
    """What the number is about, as named nearby: after "on", "of", "for" …, else before it."""
    match = re.search(
        r"\b(?:on|of|for|at|in|to|from|by)\s+(?:the\s+|our\s+)?((?:[\w./'’-]+\s?){1,5})",
        quantity.after,
    )
    if match:
        return match[1].strip(" .,") or None
    before = re.sub(r"^.*?[:;]\s", "", quantity.before)
    return " ".join(before.strip(" *_~$€£(").split()[-6:]) or None
