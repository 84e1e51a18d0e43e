"""Sentences → what was decided: marked as a decision, agreed in words, or a short answer."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.notes.statements.sentences import Sentence, speaker_of
from pipelines.notes.text.markdown import Block, words

_MARK = re.compile(
    r"(?:^|(?<=[.;(] ))\W*(?:deci(?:s|ss)ions?|decison|decided|resol(?:ution|ved)|agreed"
    r"|agreement|consensus"
    r"|conclusions?|outcome|result|take ?-?aways?|motion|vote)\b\W{0,4}(?::|\s[-–—]+\s|->"
    r"|=>)[*_\s]*(?P<what>.*)",
    re.I | re.S,
)
_ALONE = re.compile(
    r"^\W*(?:decisions?|decided|resolutions?|conclusions?|agreed|outcome)\W*$", re.I
)
_SECTION = re.compile(
    r"^\W*(?:[\w'’]+ )?(?:decisions?|resolutions?)(?: (?:made|taken|log|items?|points?))?\W*$", re.I
)
_PENDING = re.compile(
    r"\b(needs?|needed|pending|to (?:be )?(?:make|made|take)|tbd|open|required|postponed)\b", re.I
)
_OPTIONS = re.compile(r"\S+\s*/\s*\S+")
_AGREED = re.compile(
    r"^(?!agree (?:to|on|upon|with)\b)(?:(?:following|after) (?:\w+ ){1,3})?"
    r"(?:\W*(?:so|then|we|the|group|team|council|committee|board|directors|members|delegates"
    r"|tsc|tac|everyone|all|people"
    r"|participants"
    r"|attendees|present|reached|have|has|had|was|it|it's|also|general|generally|broad|rough"
    r"|unanimous(?:ly)?|have all|are|is)\b\W*)*"
    r"(?:agree(?:d|s)? (?:to|that|on|upon|with)|agreement (?:that|to|on)|consensus (?:is|was"
    r"|that|to|on|for)\b"
    r"|decided (?:to|that|on|against|not)|resolved (?:to|that)|voted (?:to|for|against|in favou?r)"
    r"|conclusion (?:was|is|that)|no (?:objections?|opposition)\b(?! \w+ing))",
    re.I,
)
_PASSED = re.compile(
    r"\b(?:motion|vote|proposal|resolution|request|application|nomination"
    r"|pr)\b[^.!?]{0,60}\b(?:passe[sd]|carrie[sd]"
    r"|(?:is|was|were|has been|unanimously) (?:approved|accepted|adopted|rejected|declined))\b"
    r"|\b(?:approved|accepted|adopted) (?:unanimously|by (?:the )?(?:tsc|council|committee"
    r"|board|vote))\b",
    re.I,
)
_SETTLES = re.compile(
    r"^\W*(?:(?:just |yes,? |ok,? |let['’]?s )*do it|(?:yes,? )?go (?:ahead|for it)|approved"
    r"|accepted|rejected|adopted"
    r"|cancel(?:l)?ed|agreed|no (?:objections?|opposition)|(?:approved|agreed"
    r"|passed) unanimously|unanimously (?:approved|agreed|accepted|passed)|unanimous(?:ly)?)\W*$",
    re.I,
)


_NOTHING = re.compile(r"\W*(?:none|n/?a|no decisions?)?\W*$", re.I)
_CHEERS = re.compile(r"\b(celebrat|shout)", re.I)


@dataclass(frozen=True, slots=True)
class Settled:
    """One decision at one place."""

    text: str
    line: int


def decisions(blocks: list[Block], found: list[Sentence]) -> list[Settled]:
    """What a meeting decided, in order of the text, each place once."""
    listed = dict(_listed(blocks, {s.block for s in found}))
    said = [d for s in found if s.block not in listed for d in _of_sentence(s, blocks)]
    return sorted([*listed.values(), *said], key=lambda settled: settled.line)


def _listed(blocks: list[Block], readable: set[int]) -> Iterator[tuple[int, Settled]]:
    """The entries of a section of decisions, and the answers under the bare word "decision"."""
    under: set[int] = set()
    for i, block in enumerate(blocks):
        text = words(block.raw).strip()
        if block.kind == "heading":
            if _SECTION.match(text) and not _PENDING.search(text):
                under.add(i)
        elif block.kind in ("item", "text") and _ALONE.match(text) and not _PENDING.search(text):
            under.add(i)
        elif i in readable and _is_entry(block, under) and not _NOTHING.match(text):
            yield i, Settled(" ".join(block.raw.split()), block.line)


def _is_entry(block: Block, under: set[int]) -> bool:
    """Whether an item stands right under a heading or item that opens decisions."""
    holder = block.parent if block.parent is not None else block.heading
    return block.kind == "item" and holder in under


def _of_sentence(sentence: Sentence, blocks: list[Block]) -> Iterator[Settled]:
    text = sentence.text
    spoken = text[speaker_of(sentence.raw)[2] :] if sentence.first else text
    if text.endswith("?") and not _MARK.match(text):
        return
    mark = _MARK.search(text)
    if mark and not _PENDING.search(text[: mark.start("what")]):
        settled = _says_something(mark["what"], sentence.raw)
    else:
        worded = _AGREED.match(spoken) or _PASSED.search(spoken) or _SETTLES.match(spoken)
        settled = bool(worded) and not _CHEERS.search(_heading(sentence, blocks))
    if settled:
        yield Settled(sentence.raw, sentence.line)


def _says_something(what: str, raw: str) -> bool:
    """A choice of which none is in bold ("yes / no / more information") is still open."""
    if not re.search(r"\w", what) or what.rstrip().endswith("?"):
        return False
    choice = (
        _OPTIONS.search(what)
        and len(what.split()) <= 8
        and re.search(r"\byes\b|\bno\b", what, re.I)
    )
    after = raw.split(":", 1)[-1]
    return not choice or bool(re.search(r"\*\*[^*]+\*\*|__[^_]+__", after))


def _heading(sentence: Sentence, blocks: list[Block]) -> str:
    at = blocks[sentence.block].heading
    return blocks[at].raw if at is not None else ""
