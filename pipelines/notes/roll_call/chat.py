"""The log of a chat: who signs in it, and who speaks where it asks who is there."""

import re
from collections.abc import Iterator
from dataclasses import replace

from pipelines.notes.roll_call import heads
from pipelines.notes.roll_call.roster import Entry, people_in
from pipelines.notes.text.markdown import Block

_SCRIBED = re.compile(  # a line of a chat in which somebody signs: "<ada> present+", "Present+ Ada"
    r"^(?:[\[(]?\d[\d:.]*[\])]?\s*)?(?:<?(?P<nick>[\w|\[\]-]+)>?:?\s+)?present\s?\+:?[ \t]*"
    r"(?P<who>.*)$",
    re.I | re.M,
)
_CHAT = re.compile(
    r"^[\[(]?[\d:T-]+[\])]?\s+(?:<[@+ ]?(?P<nick>[\w|\[\]-]+)>|\*\s(?P<own>[\w|\[\]-]+))"
    r"\s+(?P<what>.*)$"
)
_WHO = re.compile(r"\bwho\b[^.]*\?\s*$", re.I)  # a topic that asks who is there
_GREETS = re.compile(r"\.h[ei]\w*(?<!p)\b")
_WAVES = re.compile(r"\\?o/")
_COMMANDS = re.compile(r"(?:#\w+\W*){3}")  # a bot says which it knows


def scribed(block: Block) -> Iterator[Entry]:
    """Who signs in a line of a chat: `present+`, perhaps with a name behind it."""
    if "resent" not in block.raw:
        return
    for found in _SCRIBED.finditer(block.raw):
        line = block.line + block.raw[: found.start()].count("\n")
        who = found["who"].strip()
        piece = replace(block, raw=who, line=line)
        yield from people_in(piece, who) if who else iter([Entry(line, found["nick"] or "")])


def in_a_log(blocks: list[Block]) -> tuple[list[Entry], list[Block]]:
    """Who speaks in the log of a chat below `#topic Roll call`, or where people greet the bot.

    So do those who wave before the first topic. With them, the blocks that open a roll call.
    """
    found: list[Entry] = []
    asked: list[Block] = []
    topic: list[Entry] = []
    bots: set[str] = set()
    waves = 0
    signs = False
    for block in blocks:
        for offset, line in enumerate(block.raw.split("\n") if "<" in block.raw else ()):
            if not (said := _CHAT.match(line)):
                continue
            nick = said["nick"] or said["own"]
            if _COMMANDS.search(said["what"]):
                bots.add(nick)
            if said["what"].startswith("#topic"):
                waves = -len(block.raw)  # a wave is a greeting before the first topic alone
                found += topic if signs else []
                topic, signs = [], heads.opens(said["what"]) or bool(_WHO.search(said["what"]))
                asked += [block] if signs else []
            waves += bool(_WAVES.match(said["what"]))
            signs = signs or waves > 1 or bool(_GREETS.match(said["what"]))
            if not nick.casefold().endswith("bot"):
                topic.append(Entry(block.line + offset, nick))
    found += topic if signs else []
    return [entry for entry in found if entry.text not in bots], asked
