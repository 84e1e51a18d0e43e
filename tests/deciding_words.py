"""On how many teams each English entry of vocabulary.toml decides.

`python -m tests.deciding_words` prints it, in about ten minutes.
An entry decides on a team where reading the team's notes without it gives another result. The
teams are the folders of ../shared/data/notes; without them there is nothing to count. An entry that
decides on fewer than two needs a public example of a second team above its list, behind `# also`.
Two entries that cover each other decide on nothing, as each alone can be spared.
"""

import importlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from pipelines.notes import note, vocabulary

ROOT = Path(__file__).resolve().parents[1]
NOTES = ROOT.parent / "shared" / "data" / "notes"
VOCABULARY = ROOT / "pipelines" / "notes" / "vocabulary.toml"
ROOMS = ("roll_call", "meetings", "statements")
APART = ("months",)  # of several languages
NO_WORD = "qzxqzx"  # in an entry's place: a list without any entry would match everything


def teams() -> dict[str, list[Path]]:
    """The notes of every team at hand, by its name."""
    homes = [NOTES / "team-compass", *sorted((NOTES / "other-teams").glob("*"))]
    kinds = {".md", ".txt", ".html", ".rst", ".org"}
    found = {h.name: sorted(f for f in h.rglob("*") if f.suffix in kinds) for h in homes}
    return {name: files for name, files in found.items() if files}


def entries() -> Iterator[tuple[str, str, int]]:
    """Room, list and place of every English entry."""
    for room in ROOMS:
        for name, listed in vocabulary._WORDS[room].items():
            if name not in APART:
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
    """pipelines.notes.note, made anew with a vocabulary that lacks one entry.

    The vocabulary stays loaded, and everything that makes patterns of it is loaded again.
    """
    listed = vocabulary._WORDS[room][name]
    entry, listed[at] = listed[at], NO_WORD
    kept = ("pipelines.notes.vocabulary", "pipelines.notes.files", "pipelines.notes.formats")
    for module in [m for m in sys.modules if m.startswith("pipelines.notes")]:
        if not module.startswith(kept):
            del sys.modules[module]
    try:
        return importlib.import_module("pipelines.notes.note")
    finally:
        listed[at] = entry


def deciding() -> Iterator[tuple[str, str, str, list[str]]]:
    """Room, list, entry, and the teams on which it decides."""
    files = {team: {f: (f.read_bytes(), f.relative_to(NOTES).as_posix()) for f in own}
             for team, own in teams().items()}  # fmt: skip
    whole = {f: repr(note.read_note(*of)) for own in files.values() for f, of in own.items()}
    text = {f: (data.decode("utf-8", "replace") + path).casefold()
            for own in files.values() for f, (data, path) in own.items()}  # fmt: skip
    for room, name, at in entries():
        entry = words_of(room, name)[at]
        stems = re.findall(r"[^\W\d_]+", entry.casefold())
        near = {team: [f for f in own if all(stem in text[f] for stem in stems)]
                for team, own in files.items()}  # fmt: skip
        read = without(room, name, at).read_note if any(near.values()) else note.read_note
        yield room, name, entry, [
            team for team, own in near.items()
            if any(repr(read(*files[team][f])) != whole[f] for f in own)
        ]  # fmt: skip


def main() -> int:
    """Print every entry with its teams; the sums at the end."""
    if not teams():
        print(f"no notes at {NOTES}: nothing to count")
        return 0
    found, seen = list(deciding()), examples()
    for room, name, entry, own in found:
        also = seen.get((room, name, entry), "")
        print(f"{len(own):3} {room}.{name}: {entry}  ({', '.join([*own[:4], also])})")
    few = [(len(own), (room, name, entry) in seen) for room, name, entry, own in found
           if len(own) < 2]  # fmt: skip
    print(f"{len(found)} English entries, {len(few)} decide on fewer than two teams: "
          f"{sum(own for _, own in few)} of them with a public example, "
          f"{sum(not own for _, own in few)} without")  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main())
