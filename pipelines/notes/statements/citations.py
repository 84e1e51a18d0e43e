"""Issues, pull requests and repositories that notes cite."""

import re
from collections.abc import Iterator

from pipelines.notes.note import Citation
from pipelines.notes.text.markdown import Block
from pipelines.notes.vocabulary import marks, phrases

_CODE = re.compile(r"`[^`\n]*`")
_GITHUB = re.compile(
    r"https?://(?:www\.)?github\.com/([\w.-]+)/([\w.-]+)(?:/(issues?|pulls?"
    r"|discussions)/(\d+))?(?![\w-]*\.io)",
    re.I,
)
_GITLAB = re.compile(
    r"https?://(gitlab\.[\w.-]+)/([\w./-]+?)/(?:-/)?(issues|merge_requests)/(\d+)", re.I
)
_URL = re.compile(r"https?://[^\s)\]>]+")
_SHORT = re.compile(r"(?<![\w/#&.-])(?:([\w-]+)/)?([A-Za-z][\w.-]*)#(\d{1,6})\b")
_BARE = re.compile(
    r"(?:(?P<kind>\b(?:issues?|bugs?|tickets?|prs?|pulls?|pull requests?"
    r"|mrs?))\s+)?(?<![\w/#&])#(\d{1,6})\b(?![\w-]*\.)",
    re.I,
)
_REPO = re.compile(r"[*_`\[]*([A-Za-z][\w-]*/[A-Za-z][\w.-]*)[*_`\]]*(?:\([^()]*\))?:?")
_NUMBERED = re.compile(  # "Resolution #1", "room #2", "call #5"
    rf"\b(?:{marks('action_marks')}|{marks('decision_marks')}|{marks('numbered')}"
    rf"|{phrases('meetings', 'meeting')})\s*$",
    re.I,
)
_NEAR = 60  # characters before a number that say what it numbers
_NOT_REPOS = {"orgs", "sponsors", "topics", "search"}


def citations(blocks: list[Block]) -> list[Citation]:
    """What the blocks cite, each thing once a line."""
    found: dict[tuple[int, str | None, int | None], Citation] = {}
    known = _known(blocks)
    for i, block in enumerate(blocks):
        if "#" not in block.raw and "://" not in block.raw:
            continue
        about = _about(blocks, i)
        for offset, text in enumerate(block.raw.split("\n")):
            line = block.line + (0 if block.kind == "row" else offset)
            for each in _of_line(text, line, about, known):
                key = (line, (each.repo or "").casefold(), each.number)
                found.setdefault(key, each)
    numbered = {(line, number) for (line, repo, number) in found if repo and number}
    return [c for c in found.values() if c.repo or (c.line, c.number) not in numbered]


def _of_line(text: str, line: int, about: str | None, known: dict[str, str]) -> Iterator[Citation]:
    text = _CODE.sub(" ", text)
    numbered = list(_github(text, line))
    yield from numbered
    for match in _GITLAB.finditer(text) if "://" in text else ():
        kind = "issue" if match[3].lower() == "issues" else "pull"
        yield Citation(kind, match[2], int(match[4]), match[0], line)
    stated = {c.number for c in numbered}
    rest = _URL.sub(" ", text)
    for match in _SHORT.finditer(rest) if "#" in rest else ():
        repo = f"{match[1]}/{match[2]}" if match[1] else known.get(match[2].casefold())
        if int(match[3]) not in stated:
            yield Citation("unknown", repo, int(match[3]), None, line)
            stated.add(int(match[3]))
    for match in _BARE.finditer(rest) if "#" in rest else ():
        number = int(match[2])
        before = rest[max(0, match.start() - _NEAR) : match.start()].rstrip()
        named = before[-1:].isalpha() and _NUMBERED.search(before)
        if number and number not in stated and not named:
            yield Citation(_kind(match["kind"]), about, number, None, line)


def _github(text: str, line: int) -> Iterator[Citation]:
    for match, owner, name in _links(text):
        kind = (match[3] or "link").lower().rstrip("s")
        if kind in ("issue", "pull"):
            yield Citation(kind, f"{owner}/{name}", int(match[4]), match[0], line)
        else:
            yield Citation("link", f"{owner}/{name}", None, match[0], line)


def _links(text: str) -> Iterator[tuple[re.Match[str], str, str]]:
    """The links to repositories, each with its owner and the name without .git or a full stop."""
    for match in _GITHUB.finditer(text) if "://" in text else ():
        owner, name = match[1], match[2].rstrip(".").removesuffix(".git")
        if owner.lower() not in _NOT_REPOS and name:
            yield match, owner, name


def _kind(word: str | None) -> str:
    word = (word or "").casefold()
    if word.startswith(("pr", "pull", "mr")):
        return "pull"
    return "issue" if word else "unknown"


def _known(blocks: list[Block]) -> dict[str, str]:
    """Short names of the repositories a meeting cites in full, if these are distinct."""
    full: dict[str, set[str]] = {}
    for block in blocks:
        for _, owner, name in _links(block.raw):
            full.setdefault(name.casefold(), set()).add(f"{owner}/{name}")
    return {
        name: max(repos) for name, repos in full.items() if len({r.casefold() for r in repos}) == 1
    }


def _about(blocks: list[Block], i: int) -> str | None:
    """The one repository a block, or the item it stands under, speaks of; None when in doubt."""
    at: int | None = i
    while at is not None:
        raw = blocks[at].raw
        repos = {f"{owner}/{name}" for _, owner, name in _links(raw)}
        repos |= {f"{m[1]}/{m[2]}" for m in _SHORT.finditer(raw) if m[1]}
        if len({r.casefold() for r in repos}) == 1:
            return max(repos)
        if repos:
            return None
        at = blocks[at].parent
    return _heading_repo(blocks, i)


def _heading_repo(blocks: list[Block], i: int) -> str | None:
    """The repository whose name is the heading above: `### moss/gauge`."""
    at = blocks[i].heading
    named = _REPO.fullmatch(blocks[at].raw.strip()) if at is not None else None
    return named[1] if named else None
