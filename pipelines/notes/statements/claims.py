"""Sentences → the numbers they claim: money, runway, users, launches, issues, times, sizes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipelines.notes.statements.quantities import Quantity, quantities
from pipelines.notes.statements.sentences import Sentence

_TIMES = [
    ("milliseconds", r"ms|millisec\w*"), ("seconds", r"s|secs?|seconds?"),
    ("hours", r"h|hrs?|hours?"),
    ("minutes", r"mins?|minutes?"), ("days", r"days?"), ("weeks", r"weeks?"),
    ("months", r"months?"), ("years", r"years?|yrs?"),
]  # fmt: skip
_SIZE = r"[KMGTP]i?B|[kKMGT]bps|[KMG]bit"
_NOUNS = [
    ("users", r"users|students|learners|user accounts|teachers|researchers|dau|mau"),
    (
        "launches_or_sessions",
        r"launches|sessions|visits|visitors|page ?views|logins|binders launched",
    ),
    ("builds", r"builds|images built"),
    ("issues", r"issues|bugs|tickets"),
    ("pulls", r"prs|pull[- ]requests|mrs|merge requests"),
    (
        "other",
        r"people|persons|attendees|participants|contributors|maintainers|members|speakers|responses"
        r"|respondents|applicants|applications|submissions|registrations|sign-?ups|travell?ers"
        r"|names"
        r"|notebooks|nodes|clusters|cores|v?cpus|gpus|pods|hubs|servers|machines|vms|instances"
        r"|repos"
        r"|repositories|packages|downloads|stars|commits|releases|projects|orgs|org['’]s"
        r"|organi[sz]ations"
        r"|institutions|universities|companies|sites|pages|events|workshops|tests|errors|failures"
        r"|incidents|outages|emails|e-mails|interviews|talks|posters|tutorials|courses|classes"
        r"|deployments|credits|stipends|interns|files|datasets|jobs|workers|replicas|regions"
        r"|countries"
        r"|proposals|ports|connections|containers|volumes|queries|meetups|subscribers|followers"
        r"|forks"
        r"|requests|plugins|extensions|kernels|environments|links|languages|chapters|sprints|seats",
    ),
]
_SMALL = "of|in|to|and|or|for|the|on|by|with|is|are|from|at|that|if|per|a|an"
_BETWEEN = rf"\s*(?:(?!(?:{_SMALL})\b)[\w'’*-]+\s+){{0,3}}?"
_NOUN = [(k, re.compile(rf"{_BETWEEN}({p})(?![\w-])", re.I)) for k, p in _NOUNS]
_EARLIER = [(k, re.compile(rf"\b({p})\b[^.!?]*$", re.I)) for k, p in _NOUNS[:5]]
_CLOSED = re.compile(
    r"\b(clos(?:ed|ing|e)|fix(?:ed|ing)|resolv(?:ed|ing)|reduc\w+|triag\w+)\b", re.I
)
_MERGED = re.compile(r"\b(merg(?:ed|ing)|land(?:ed|ing))\b", re.I)
_FUNDS = re.compile(
    r"\b(bill|runway|money|fund(?:s|ed|ing)?|grants?|budget|extension|burn|credits?|cash|reserves?"
    r"|no-cost|sponsor\w*|pay(?:s|roll)?|costs?|invoice|donat\w+|rais(?:ed|ing)|award\w*|salar\w+"
    r"|spen[dt]\w*|stipend\w*)\b",
    re.I,
)
_LASTS = re.compile(
    r"\b(cover\w*|last(?:s|ing)?\b(?! (?:year|month|week))|milk|runway|left|remain\w*|run(?:s"
    r"|ning)? out"
    r"|enough|through|from now|until)\b",
    re.I,
)
_OPERATION = re.compile(
    r"\b(launch(?:es|ing)?|start(?:s|-?up)|spawn\w*|boot\w*|builds?|build(?:ing)? update"
    r"|time-?\s?outs?|idle"
    r"|run ?time|up ?time|down ?time|outages?|latency|response time|load(?:s|ing)?|takes?|took"
    r"|since"
    r"|pull(?:s|ing)?|queue[sd]?|cull\w*|lifetime|expir\w+|observed|cache[sd]?|slow\w*|wait(?:s"
    r"|ing)?"
    r"|retention|median|p9\d|limit(?:ed|s)?|render\w*|offline)\b",
    re.I,
)
_POINT_IN_TIME = re.compile(
    r"\b(every|each|next|last|first|in|after|until|within|ago)\W*(the\W+)?$", re.I
)
_STATES = re.compile(
    r"(?:\b(?:at|around|about|approximately|roughly|reached|is|are|was|were|to|over)"
    r"|[~≈:=])\s*[~≈]?$"
)
_CAME = re.compile(r"\W*(?:people|persons?|attendees|members) (?:present|attend|in (?:the|att))")
_OUT_OF = re.compile(r"\bout of (?:the |our )?$", re.I)


@dataclass(frozen=True, slots=True)
class Amount:
    """A claimed number: value, or low and high; what it counts and of what."""

    kind: str
    value: float | None
    low: float | None
    high: float | None
    unit: str | None
    subject: str | None
    quote: str
    line: int


def claims(found: list[Sentence]) -> list[Amount]:
    """The numbers that the sentences claim, in order of the text."""
    told: list[Amount] = []
    blocks: dict[int, str] = {}
    for sentence in found:
        blocks[sentence.block] = f"{blocks.get(sentence.block, '')} {sentence.text}"
    last: tuple[int, Amount] | None = None
    for sentence in found:
        for amount in _of_sentence(sentence, blocks[sentence.block], last):
            told.append(amount)
            last = sentence.block, amount
    return told


def _of_sentence(
    sentence: Sentence, context: str, last: tuple[int, Amount] | None
) -> Iterator[Amount]:
    previous: Amount | None = None
    for quantity in quantities(sentence.text):
        if _is_example(sentence.text, quantity):
            continue
        amount = (
            _money(quantity, sentence)
            or _percent(quantity, sentence)
            or _time(quantity, sentence, context)
            or _size(quantity)
            or _count(quantity, sentence)
            or _unnamed(
                quantity, previous or (last[1] if last and last[0] == sentence.block else None)
            )
        )
        if amount:
            previous = replace(amount, quote=sentence.raw, line=sentence.line,
                               subject=amount.subject or _subject(quantity, sentence))  # fmt: skip
            yield previous


def _amount(quantity: Quantity, kind: str, unit: str | None) -> Amount:
    if quantity.high is None:
        return Amount(kind, quantity.low, None, None, unit, None, "", 0)
    return Amount(kind, None, quantity.low, quantity.high, unit, None, "", 0)


def _is_example(text: str, quantity: Quantity) -> bool:
    """A question that supposes a small number reports nothing: "if I only have 100 students …?"."""
    supposed = re.search(r"\b(if|suppose|say|e\.g\.|imagine)\b", quantity.before, re.I)
    asks = text.rstrip().endswith("?") or re.search(
        r"\b(do|does|would|could|should) (i|we|you|it)\b", text, re.I
    )
    return bool(supposed and asks) and quantity.low < 1000


def _money(quantity: Quantity, sentence: Sentence) -> Amount | None:
    if quantity.currency:
        return _amount(quantity, "money", quantity.currency + quantity.per)
    named = any(pattern.match(quantity.after) for _, pattern in _NOUN)
    if quantity.scaled and not named and _FUNDS.search(sentence.text):
        return _amount(quantity, "money", None)
    return None


def _percent(quantity: Quantity, sentence: Sentence) -> Amount | None:
    if quantity.unit != "%" or (quantity.low == 100 and not quantity.after.startswith("% of")):
        return None
    about = bool(re.search(r"\bissues\b", sentence.text, re.I) and _CLOSED.search(quantity.before))
    return _amount(quantity, "issues_closed" if about else "other", "%")


def _time(quantity: Quantity, sentence: Sentence, context: str) -> Amount | None:
    unit = next((u for u, p in _TIMES if re.fullmatch(p, quantity.unit, re.I)), None)
    if unit is None:
        return None
    long = unit in ("weeks", "months", "years")
    if long and _FUNDS.search(sentence.text) and _LASTS.search(sentence.text):
        months = {"weeks": 12 / 52, "years": 12.0}.get(unit, 1.0)
        scaled = replace(
            quantity,
            low=round(quantity.low * months, 2),
            high=None if quantity.high is None else round(quantity.high * months, 2),
        )
        return _amount(scaled, "runway_months", "months")
    point = _POINT_IN_TIME.search(quantity.before) or re.match(
        r"\W*\w+\W+(ago|late|later|old|early)\b", quantity.after
    )
    if point or not _OPERATION.search(context):
        return None
    return _amount(quantity, "other", unit)


def _size(quantity: Quantity) -> Amount | None:
    return _amount(quantity, "other", quantity.unit) if re.fullmatch(_SIZE, quantity.unit) else None


def _count(quantity: Quantity, sentence: Sentence) -> Amount | None:
    found = [(m.end(), kind, m) for kind, p in _NOUN if (m := p.match(quantity.after))]
    if not found:
        return None
    if _CAME.match(quantity.after):
        return None
    _, kind, match = min(found, key=lambda f: f[0])
    unit = " ".join(re.sub(r"[*_]", "", match[0]).split()).lstrip("+ ")
    return _amount(quantity, _kind(kind, match[0], sentence.text), unit)


def _kind(kind: str, phrase: str, text: str) -> str:
    if kind == "issues":
        if _CLOSED.search(text):
            return "issues_closed"
        return "issues_open"
    if kind == "pulls":
        return "prs_merged" if _MERGED.search(text) else "other"
    return kind


def _unnamed(quantity: Quantity, previous: Amount | None) -> Amount | None:
    """A number without a noun: what it counts was said just before."""
    if quantity.unit.casefold() in ("x", "st", "th"):
        return None
    if _OUT_OF.search(quantity.before) and previous and previous.unit == "%":
        kind = "issues_open" if previous.kind == "issues_closed" else "other"
        return _amount(quantity, kind, "issues" if kind == "issues_open" else None)
    if re.search(r"\bn\s?=\s?$", quantity.before):
        return _amount(quantity, "other", None)
    if (
        quantity.low >= 20
        and not quantity.before.strip(" *_~")
        and previous
        and (re.match(r"\+?\s(during|on|at|per)\b", quantity.after))
    ):
        return _amount(quantity, previous.kind, previous.unit)
    ends = re.match(r"\+?\s*([.!,;)]|$|(?:per|a|/)\s?(?:day|week|month|hour)\b)", quantity.after)
    named = next((k for k, p in _EARLIER if p.search(quantity.before)), None)
    if (
        quantity.low >= 20
        and ends
        and named in ("users", "launches_or_sessions", "builds")
        and (_STATES.search(quantity.before))
    ):
        return _amount(quantity, named, named)
    return None


def _subject(quantity: Quantity, sentence: Sentence) -> str | None:
    """What the number is about, as named nearby: after "on", "of", "for" …, else before it."""
    match = re.search(
        r"\b(?:on|of|for|at|in|to|from|by)\s+(?:the\s+|our\s+)?((?:[\w./'’-]+\s?){1,5})",
        quantity.after,
    )
    if match:
        return match[1].strip(" .,") or None
    before = re.sub(r"^.*?[:;]\s", "", quantity.before)
    return " ".join(before.strip(" *_~$€£(").split()[-6:]) or None
