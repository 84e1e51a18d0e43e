"""Sentences → what was decided: marked as a decision, listed as one, or a body's own resolution.

What one person thinks or agrees with is none.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from pipelines.notes.note import Action, Settled
from pipelines.notes.statements.marks import is_pending, mark_of, opens
from pipelines.notes.statements.people import NAMES, People, are_people
from pipelines.notes.statements.sentences import Sentence, speaker_of
from pipelines.notes.text.markdown import Block, words
from pipelines.notes.vocabulary import holds, marks, stems

_BODY, _BALLOT, _REFUSED = (marks(name) for name in ("bodies", "ballots", "refused"))
_CLEARLY = f"{marks('settled')}|{_REFUSED}"
_SETTLED = f"{_CLEARLY}|{marks('settled_alone')}"
_ALL = f"(?:{marks('unanimous')})"
_OPEN = re.compile(rf"\b(?:{marks('unsettled')}|may (?:be|have))\b|n['’]t\b|['’]d\b", re.I)
_PART = re.compile(r"\s+[-–—]+\s+|:\s+|;\s+|,\s+|\.\s+|\s(?=[A-Z])")
# "Approved for beta", "passed 7-0-1": a participle that begins a clause
_BEGINS = re.compile(
    rf"[\W_]{{0,12}}(?:{_ALL} |not )?(?P<what>(?:{_CLEARLY})\b(?! with\b)|(?:{_SETTLED})\b"
    rf"(?=\W*(?:$|\d|{_ALL}|by\b|to\b|not\b|that\b|against\b)))",
    re.I,
)
_ALONE = re.compile(
    rf"^\W*(?:(?:just |let['’]?s )*do it|cancell?ed"
    rf"|(?:{_SETTLED})(?: {_ALL})?|{_ALL}(?: (?:{_SETTLED}))?)\W*$",
    re.I,
)
_PASSIVE = re.compile(
    rf"\b(?:is|are|was|were|been|be|got)\s+(?:\w+ly |now |also |re-?)*(?:{_CLEARLY})\b", re.I
)
_BY_BODY = re.compile(
    rf"\b(?:{_BODY}|{_BALLOT})\s+(?:(?:has|have|had)\s+)?(?:{_ALL} )?(?:{_SETTLED})\b"
    rf"|\b(?:{_BALLOT})\b[^.;:!?]{{0,60}}\b(?:{_SETTLED}|passes)\b"
    rf"|\b(?:{_SETTLED})(?: {_ALL})?,? by (?:the )?(?:\w+ )?(?:{_BODY})\b|\bdecision made\b",
    re.I,
)
_LOST = re.compile(
    rf"\b(?:{_BALLOT})\b[^.;:!?]{{0,60}}\b(?:not (?:{_SETTLED})|(?:{marks('lost')})(?! to\b))",
    re.I,
)
_ELSEWHERE = re.compile(
    rf"\b(?:(?:{_BALLOT})\b.*\b(?:{marks('became')})\b|(?:{marks('became')})\b[^.;:!?]*\b{_ALL}\b)"
    rf"[^.;:!?]*\b(?:{_CLEARLY})\b",
    re.I,
)
_FOR, _AGAINST = r"(?:in favou?r|for|yes|ayes?)", r"(?:against|opposed|no|nays?)"
_DIVIDED = re.compile(rf"\b(?P<yes>\d+) {_FOR}\b\W+(?P<no>\d+) {_AGAINST}\b", re.I)
_UNDECIDED = re.compile(rf"\bstraw (?:{marks('proposal_marks')})\b|\bno decisions?\b", re.I)
_MOVED = re.compile(
    rf"\W*(?!\w+d by\b)(?:{marks('proposal_marks')})\b|\b(?:{marks('moves')})\b", re.I
)
_NEAR = 8  # sentences between a motion and its result
# "Beta backport accepted (see the poll)": a headline, its subject nobody's name
_HEADLINE = re.compile(
    rf"^\W*(?P<who>[^.,;:!?()]{{3,60}}?)\s(?:{_SETTLED})\W*(?:\([^()]*\))?\W*$", re.I
)
# "- We will adopt this": what minutes say of all, no speaker of a plan
_WE_WILL = re.compile(
    r"\W*We (?:will|shall|won['’]t)(?: not)? (?!(?:see|continue|discuss|talk"
    rf"|{marks('states')})\b)[a-z]+ "
)
_RESOLVED = re.compile(r"\bRESOLVED,? that\b")
_ARROW = re.compile(rf"(?:[-=]+>|→)\s*(?:{marks('decision_marks')})\b", re.I)  # "-> decided: yes"
_AGREEING = re.compile(
    rf"(?P<who>^|.*?\b)(?:{marks('agreeing')})(?: has| was| is| were| from [\w ]{{1,30}}?)?"
    rf"(?: {_ALL})?(?: not)? (?:to|that|on|against|for|in favou?r|we)\b",
    re.I,
)
# "The conclusion is that we stay", "Consensus was to wait", "We have consensus: it opens in May"
_CONCLUDED = re.compile(
    rf"\W*(?:the )?(?:\w+ )?(?:{marks('concluding')})\b (?:is|was) (?:that|to)\b"
    rf"|\W*we (?:have|had|reached)(?: an?)?(?: (?!no\b)\w+)? (?:{marks('concluding')})"
    r"(?::| that\b| to\b)",
    re.I,
)
_TIMED = re.compile(r"\(\d+\s?m")
_VIEW = re.compile(rf"(?:^|: )(?:{marks('agreeing')}) that\b", re.I)
_NO_OBJECTION = re.compile(
    rf"\b(?:no(?:ne)?|without(?: any)?|hearing no\w*)(?: \w+)?,? (?:{marks('objections')})\b"
    r"|\bhear(?:ing|d) (?:none|no \w+)|\bnothing heard\b",
    re.I,
)
_COUNT = re.compile(
    r"\b\d+ (?:binding )?\+1|\+\d+\s*[/,;]\s*[+-]?\d+"
    r"|\b\d+\s*(?:x\s*)?(?:in favou?r|for|yes|ayes?)\b"
    r"|\b\d+ to \d+\b|\b\d+\s?[-–/:]\s?\d+(?:\s?[-–/:]\s?\d+)?(?!\d|[-/:])",
    re.I,
)
_VOTED = re.compile(
    rf"\b(?:vot(?:e|ed|ing)|motion|poll)s?\b[^.]{{0,30}}?(?:{_COUNT.pattern})", re.I
)
_TALLY = re.compile(rf"\W*{_FOR}\W{{1,3}}(?P<yes>\d+)\W+{_AGAINST}\W{{1,3}}(?P<no>\d+)\b", re.I)
_MOTION = re.compile(rf"\W*(?:{marks('proposal_marks')})\b", re.I)
_RESULT = re.compile(
    rf"\W*(?:the )?(?:(?:{_BALLOT})\W+)?(?:was |is )?(?:not )?(?:{_SETTLED}|{marks('lost')})\b",
    re.I,
)
_LOSES = re.compile(rf"\b(?:not (?:{_SETTLED})|{_REFUSED}|{marks('lost')})\b", re.I)
_SAID = re.compile(rf"\b(?:{_SETTLED}|{marks('lost')})\b", re.I)
_ACTS = re.compile(r",|\b(?:to|will)\s")
_ARROWED = re.compile(rf"^\W*(?:[-=]+>|→)\s*(?:not )?(?:{_SETTLED}|{marks('lost')})\b", re.I | re.M)
_PUT_OFF = re.compile(
    rf"(?:^\W*|[(:,;–—-] ?|\b(?:is|are|was|were|be|been|{marks('became')}) (?:\w+ )*?)"
    rf"(?:{marks('deferred')})\b",
    re.I,
)
# Without any of these a sentence resolves nothing.
_RESOLVING = (
    *stems(
        "statements", "settled", "settled_alone", "refused", "lost", "unanimous", "agreeing",
        "objections", "concluding", "decision_marks", "proposal_marks", "ballots",
    ),
    "passes", "hear", "do it", "cancel",
)  # fmt: skip
_NO_ONE = re.compile(r"\b(?:no(?:[ -]?one|body)?|none(?: of .*)?)$", re.I)  # agrees
_OPTIONS = re.compile(r"\S+\s*/\s*\S+")
_NOTHING = re.compile(r"\W*(?:none(?: \w+){0,3}|n/?a|no decisions?)?\W*$", re.I)
_CHEERS = re.compile(r"\bcelebrat", re.I)


def decisions(
    blocks: list[Block], found: list[Sentence], people: People, acts: list[Action]
) -> list[Settled]:
    """What a meeting decided, in order of the text, each place once.

    The count of a vote is no decision of its own where the next sentence carries motion and count.

    acts  the meeting's actions: below "Resolution", what somebody will do is an action
    """
    owned = {(action.text, action.line) for action in acts if action.owners}
    listed = dict(_listed(blocks, {s.block for s in found}))
    listed = {i: d for i, d in listed.items() if (d.text, d.line) not in owned}
    undecided = {s.block for s in found if _is_undecided(s.text)}
    said = [
        _with_result(s, _moved(s, found, n, blocks))
        for n, s in enumerate(found)
        if s.block not in listed
        and ((s.raw, s.line) not in owned or _settles(s))
        and (s.block not in undecided or (s.mark and s.mark.kind == "decision"))
        and _decides(s, blocks, people)
    ]
    pairs = pairwise([*said, Settled("", 0)])
    said = [one for one, after in pairs if one.text == after.text or one.text not in after.text]
    return sorted(dict.fromkeys([*listed.values(), *said]), key=lambda settled: settled.line)


def _settles(sentence: Sentence) -> bool:
    """Whether what stands behind the mark of a decision settles something, whoever acts on it."""
    mark = sentence.mark
    said = _ACTS.split(sentence.rest)[0]
    return bool(mark and mark.kind == "decision" and _SAID.search(said) and not _OPEN.search(said))


def _moved(sentence: Sentence, found: list[Sentence], n: int, blocks: list[Block]) -> Settled:
    """What was decided: of "Carried", "Result: passed" and a bare count it is the motion above."""
    plain = Settled(sentence.raw, sentence.line)
    own = sentence.mark and sentence.mark.kind == "proposal" and sentence.mark.who
    if own or len(re.sub(r"\([^()]*\)|\d\S*", " ", sentence.rest).split()) > 4:
        return plain
    result = f" {sentence.raw}" if _LOSES.search(sentence.rest) else ""
    above = blocks[sentence.block].parent
    topic = " ".join(blocks[above].raw.split()) if above is not None else ""
    arrow = _ARROWED.match(sentence.raw)
    if above is not None and (arrow or _MOTION.match(words(topic))):
        line = sentence.line if arrow else blocks[above].line
        return Settled(f"{topic} {sentence.raw}" if arrow else f"{topic}{result}", line)
    before = found[n - 1] if n else None
    if before and before.block == sentence.block and _MOTION.match(before.text):
        return Settled(f"{before.raw}{result}", before.line)
    if not _RESULT.match(sentence.rest):
        return plain
    heading = blocks[sentence.block].heading
    for at in range(n - 1, max(-1, n - 1 - _NEAR), -1):
        near = found[at]
        if blocks[near.block].heading != heading or _RESULT.match(near.said):
            break  # that is another motion's
        if _MOVED.search(near.said):
            return Settled(" ".join(s.text for s in found[at : n + 1]), sentence.line)
    headed = heading is not None and _MOTION.match(words(blocks[heading].raw))
    head = f"{blocks[heading].raw} " if headed and heading is not None else ""
    return Settled(f"{head}{sentence.raw}", sentence.line)


def _with_result(sentence: Sentence, settled: Settled) -> Settled:
    """A lost vote of which only the numbers are written says that it is lost."""
    votes = _DIVIDED.search(sentence.text) or _TALLY.match(sentence.text)
    if votes is None or int(votes["yes"]) >= int(votes["no"]) or _SAID.search(sentence.text):
        return settled
    return Settled(f"{settled.text} (rejected)", settled.line)


def _listed(blocks: list[Block], readable: set[int]) -> Iterator[tuple[int, Settled]]:
    """The entries of a section of decisions, and what stands under the bare word "decision"."""
    under: set[int] = set()
    told = {b.parent for b in blocks if ">" in b.raw or "→" in b.raw if _ARROWED.search(b.raw)}
    label = False
    for i, block in enumerate(blocks):
        text = words(block.raw).strip()
        mark = mark_of(text)
        alone = mark is not None and mark.end >= len(text) and not mark.who
        opening = opens(text) == "decision" or bool(alone and mark and mark.kind == "decision")
        if block.kind == "heading":
            label = False
        if opening and block.kind in ("heading", "item"):
            under.add(i)
        elif block.kind == "text" and block.parent is None:
            label = opening
        elif i in readable and i not in told and block.kind == "item" and not _NOTHING.match(text):
            holder = block.parent if block.parent is not None else block.heading
            if (holder in under or (label and block.parent is None)) and not is_put_off(text):
                yield i, Settled(" ".join(block.raw.split()), block.line)


def _decides(sentence: Sentence, blocks: list[Block], people: People) -> bool:
    """Whether a sentence is decided by its mark or label, else by its own words."""
    mark = sentence.mark
    if sentence.under == "decision":
        return True
    if mark and mark.kind == "decision":
        told = _ARROWED.match(sentence.raw) is not None  # "=> rejected"
        said = told or _says_something(sentence.rest, sentence.raw)
        return said and not is_pending(mark.who) and not is_put_off(sentence.rest)
    votes = _DIVIDED.search(sentence.text) or _TALLY.match(sentence.text)
    tied = votes is not None and votes["yes"] == votes["no"]
    if mark and mark.kind == "proposal" and not tied:
        counted = _COUNT.search(f"{mark.who} {sentence.rest}")
        if counted or _RESULT.match(sentence.rest):
            return True
    cheers = blocks[sentence.block].heading
    undecided = tied or _is_undecided(sentence.text)
    if undecided or (cheers is not None and _CHEERS.search(blocks[cheers].raw)):
        return False
    asks = sentence.text.endswith("?") or (mark and mark.kind == "action")
    resolves = (votes or holds(sentence.text, _RESOLVING)) and _resolves(sentence, people)
    counts = _TALLY.match(sentence.text) is not None  # "For: 5, against: 2": no speaker's
    return not asks and (_plans(sentence, blocks) or counts or resolves)


def _is_undecided(text: str) -> bool:
    return holds(text, ("straw ", "no decision")) and _UNDECIDED.search(text) is not None


def _plans(sentence: Sentence, blocks: list[Block]) -> bool:
    plan = sentence.first and not sentence.voiced and _WE_WILL.match(sentence.said)
    return bool(plan) and blocks[sentence.block].kind == "item"


def _resolves(sentence: Sentence, people: People) -> bool:
    """Whether a sentence is a body's resolution: by its participle, its subject, or its votes."""
    said = sentence.said
    if no := _NO_OBJECTION.search(said):
        return not _OPEN.search(said[: no.start()])
    voices = speaker_of(sentence.raw)[0] or (sentence.speakers if sentence.voiced else ())
    if any(who in people for who in voices) or (voices and _VIEW.search(said)):
        return False  # one person's opinion
    if (
        any(sign.search(said) for sign in (_LOST, _ELSEWHERE, _RESOLVED, _VOTED, _ALONE, _ARROW))
        or _TALLY.match(said)
        or _participle(sentence.text)
    ):
        return True
    for look in (_PASSIVE.search, _BY_BODY.search, _CONCLUDED.match):
        if (match := look(said)) and not _OPEN.search(said[: match.end()]):
            return True
    headline = _HEADLINE.match(said)
    if headline and not _OPEN.search(said):
        return not are_people(headline["who"], people, strict=False)
    agreed = _AGREEING.match(said)
    if agreed is not None and not agreed["who"] and _TIMED.search(said):
        agreed = None  # "Agree to the charter (5m)"
    return agreed is not None and _is_body(agreed["who"], said[agreed.end() :], people)


def _participle(text: str) -> bool:
    """A clause that begins with a participle: "Approved for beta", "no dissent, passed"."""
    starts = [0, *(match.end() for match in _PART.finditer(text))]
    open_from = found.end() if (found := _OPEN.search(text)) else len(text) + 1
    for start in starts:
        match = _BEGINS.match(text, start)
        if not match or start >= open_from or text.startswith(("ly", ":"), match.end()):
            continue
        before = text[max(0, start - 12) : start].rstrip()
        clause = before.endswith((":", "-", "–", "—", ",", ";", "."))
        if start == 0 or clause or match["what"][0].isupper():
            return True
    return False


def _is_body(who: str, rest: str, people: People) -> bool:
    """Whether who agrees is nobody in particular, or more than one person."""
    who = who.strip(" *_-–—>")
    if _OPEN.search(who) or len(who.split()) > 9 or _NO_ONE.search(who):
        return False
    if not who:
        return not re.match(r"\s*[^.]{0,20}:\s*$", rest)
    last = re.search(rf"(?P<who>{NAMES})(?:\s+(?:has|have|had|also))?$", who)
    return not (last and are_people(last["who"], people, strict=False))


def is_lost(text: str) -> bool:
    """Whether a decision is a motion that failed."""
    return bool(_LOSES.search(text))


def is_put_off(text: str) -> bool:
    """Whether what stands as a decision only says that it was put off: "deferred to March"."""
    return bool(_PUT_OFF.search(text)) and not _SAID.search(text)


def _says_something(what: str, raw: str) -> bool:
    """A choice of which none is in bold ("yes / no / more information") is still open."""
    if _NOTHING.match(what) or what.rstrip().endswith("?"):
        return False
    choice = (
        "/" in what
        and len(what.split()) <= 8
        and _OPTIONS.search(what)
        and re.search(r"\byes\b|\bno\b", what, re.I)
    )
    after = raw.split(":", 1)[-1]
    return not choice or bool(re.search(r"\*\*[^*]+\*\*|__[^_]+__", after))
