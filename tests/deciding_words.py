"""On how many teams each English entry of vocabulary.toml decides.

`python -m tests.deciding_words [LIST …]` prints it, of all lists in about twenty minutes.
An entry decides on a team where reading the team's notes without it gives another result. Teams
are the folders of ../shared/data/notes and, invented, those of ../shared/cases/notes and of
tests/data/strangers; two are enough, and no more are looked at. An entry that decides on fewer
needs a public example of a second team above its list, behind `# also`. Two entries that cover each
other decide on nothing, as each alone can be spared.
"""

import importlib
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import ModuleType

from pipelines.notes import reading, vocabulary

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
NOTES = SHARED / "data" / "notes"
VOCABULARY = ROOT / "pipelines" / "notes" / "vocabulary.toml"
ROOMS = ("roll_call", "meetings", "statements")
APART = ("months",)  # of several languages
ENOUGH = 2
NO_WORD = "qzxqzx"  # in an entry's place: a list without any entry would match everything


def teams() -> dict[str, list[Path]]:
    """The notes of every team at hand, by its name; the team with the most notes comes last."""
    invented = [
        *(SHARED / "cases" / "notes").glob("*/input"),
        *(ROOT / "tests/data/strangers").glob("*"),
    ]
    homes = [NOTES / "team-compass", *(NOTES / "other-teams").glob("*"), *invented]
    kinds = {".md", ".txt", ".html", ".rst", ".org"}
    found = {
        h.relative_to(h.parents[1]).as_posix(): sorted(f for f in h.rglob("*") if f.suffix in kinds)
        for h in sorted(homes)
    }
    return {name: files for name, files in sorted(found.items(), key=lambda f: len(f[1])) if files}


def entries(only: Iterable[str] = ()) -> Iterator[tuple[str, str, int]]:
    """Room, list and place of every English entry, or of those in some lists."""
    wanted = set(only)
    for room in ROOMS:
        for name, listed in vocabulary._WORDS[room].items():
            if name not in APART and (not wanted or name in wanted):
                yield from ((room, name, at) for at in range(len(listed)))


def words_of(room: str, name: str) -> list[str]:
    """The entries of one list."""
    return list(vocabulary._WORDS[room][name])


def examples() -> dict[tuple[str, str, str], str]:
    """Room, list and entry → project and document of a public example, as vocabulary.toml says."""
    found: dict[tuple[str, str, str], str] = {}
    room, above = "", []
    for line in VOCABULARY.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            room = line.strip("[]")
        elif line.startswith("# also "):
            above.append(line.removeprefix("# also ").partition(": "))
        elif above and (key := re.match(r"(\w+) = ", line)):
            for listed, _, document in above:
                found |= {(room, key[1], entry): document for entry in listed.split(", ")}
            above = []
    return found


def without(room: str, name: str, at: int) -> ModuleType:
    """pipelines.notes.reading, made anew with a vocabulary that lacks one entry.

    The vocabulary stays loaded, and everything that makes patterns of it is loaded again.
    """
    listed = vocabulary._WORDS[room][name]
    entry, listed[at] = listed[at], NO_WORD
    kept = ("pipelines.notes.vocabulary", "pipelines.notes.files", "pipelines.notes.formats")
    for module in [m for m in sys.modules if m.startswith("pipelines.notes")]:
        if not module.startswith(kept):
            del sys.modules[module]
    try:
        return importlib.import_module("pipelines.notes.reading")
    finally:
        listed[at] = entry


def deciding(only: Iterable[str] = ()) -> Iterator[tuple[str, str, str, list[str]]]:
    """Room, list, entry, and the first teams on which it decides."""
    files = {team: {f: (f.read_bytes(), "/".join(f.parts[-2:])) for f in own}
             for team, own in teams().items()}  # fmt: skip
    whole = {f: repr(reading.read_note(*of)) for own in files.values() for f, of in own.items()}
    text = {f: f"{data.decode('utf-8', 'replace')} {path}".casefold()
            for own in files.values() for f, (data, path) in own.items()}  # fmt: skip
    for room, name, at in entries(only):
        entry = words_of(room, name)[at]
        stems = [re.compile(rf"(?<![^\W\d_]){stem}" if not entry.startswith("*") else stem)
                 for stem in re.findall(r"[^\W\d_]+", entry.casefold())]  # fmt: skip
        read, own = without(room, name, at).read_note, []
        for team, notes in files.items():
            near = [f for f in notes if all(stem.search(text[f]) for stem in stems)]
            if any(repr(read(*notes[f])) != whole[f] for f in near):
                own.append(team)
            if len(own) == ENOUGH:
                break
        yield room, name, entry, own


def main() -> int:
    """Print every entry with its teams; the sums at the end."""
    if not teams():
        print(f"no notes at {NOTES}: nothing to count")
        return 0
    found, seen = [], examples()
    re._MAXCACHE = 100_000  # type: ignore[attr-defined]  # patterns that stay are compiled once
    for room, name, entry, own in deciding(sys.argv[1:]):
        found.append((room, name, entry, own))
        also = seen.get((room, name, entry), "")
        print(f"{len(own):3} {room}.{name}: {entry}  ({', '.join([*own, also])})", flush=True)
    few = [(len(own), (room, name, entry) in seen) for room, name, entry, own in found
           if len(own) < 2]  # fmt: skip
    print(f"{len(found)} English entries, {len(few)} decide on fewer than two teams: "
          f"{sum(own for _, own in few)} of them with a public example, "
          f"{sum(not own for _, own in few)} without")  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main())
