"""Manifests of split exports: which parts make the newest complete set of a period.

A name counts when the newest complete set holds it, or when no manifest speaks of its kind: a part
that the newest manifest no longer names, or whose own manifest has not come yet, does not count.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cached_property

from pipelines.billing.files.manifest import Manifest, Path, Unreadable, read, segments

RUN = re.compile(r"(?i)\d{8}T\d{6}Z?|.*[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
NUMBER = re.compile(r"(?:\d+_)*\d+(?=\.)")


@dataclass(frozen=True)
class Gap:
    """A set newer than what counts that misses parts: nothing of it counts.

    delivery  its manifest's name
    missing   the parts that are not there, as the manifest names them
    here      the parts that are there and do not count
    instead   the earlier complete delivery that counts for it, None if there is none
    """

    delivery: str
    missing: tuple[str, ...]
    here: tuple[str, ...]
    instead: str | None


@dataclass(frozen=True)
class Verdict:
    """What the manifests of a listing say of its files; manifests themselves are in none of them.

    counts      the names that count
    set_aside   parts of older sets, and parts whose manifest has not come yet
    gaps        sets that miss a part
    deliveries  a part that counts → its manifest's name, the same for all parts of a set
    unread      manifests that cannot be read, each with its reason
    """

    counts: frozenset[str]
    set_aside: frozenset[str]
    gaps: tuple[Gap, ...]
    deliveries: Mapping[str, str]
    unread: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class _Set:
    """A manifest with the names of its parts in the listing."""

    manifest: Manifest
    here: Mapping[str, str]

    @cached_property
    def missing(self) -> tuple[str, ...]:
        return tuple(part for part in self.manifest.parts if part not in self.here)


def verdict(manifests: Mapping[str, str], names: Set[str]) -> Verdict:
    """What counts of a listing: `manifests` are the texts by name, `names` all that is listed."""
    read_ones, unread = _read_all(manifests)
    files = frozenset(names) - manifests.keys()
    listing = _Listing(files)
    sets = [_Set(one, listing.find(one)) for one in read_ones]
    complete, gaps = _chosen(sets)
    halves = frozenset(name for gap in gaps for name in gap.here)
    named = {name for one in sets for name in one.here.values()}
    beside = {_folder(name) for name, _ in unread}
    kinds = {_kind(name) for name in named}
    of_kind = {n for n in files if _kind(n) in kinds and _folder(n) not in beside}
    aside = (named | of_kind) - complete.keys() - halves
    return Verdict(files - aside - halves, frozenset(aside), gaps, complete, unread)


def _chosen(sets: list[_Set]) -> tuple[dict[str, str], tuple[Gap, ...]]:
    """Of every period the newest complete set (its parts → its manifest), and the newer gaps."""
    complete: dict[str, str] = {}
    short: list[tuple[_Set, str | None]] = []
    for rivals in _rivals(sets):
        whole = next((one for one in rivals if not one.missing), None)
        newer = rivals[: rivals.index(whole)] if whole else rivals
        short += [(one, whole.manifest.name if whole else None) for one in newer]
        complete |= dict.fromkeys(whole.here.values(), whole.manifest.name) if whole else {}
    return complete, tuple(_gap(one, instead, complete) for one, instead in short)


def _read_all(texts: Mapping[str, str]) -> tuple[list[Manifest], tuple[tuple[str, str], ...]]:
    manifests, unread = [], []
    for name in sorted(texts):
        try:
            manifests.append(read(name, texts[name]))
        except Unreadable as reason:
            unread.append((name, str(reason)))
    return manifests, tuple(unread)


class _Listing:
    """The listed names by their folders, to find what a manifest names.

    A copy may lie under any folder, so a part is looked for from its manifest's folders upwards, by
    the longest end of its path: once one end fits, it is the measure for all parts of the set. The
    bare file name is the last resort: beside the manifest, and only if no other folder has it.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self.by_path = {tuple(segments(name)): name for name in sorted(names)}
        self.files = Counter(path[-1] for path in self.by_path if path)

    def find(self, manifest: Manifest) -> dict[str, str]:
        """The parts that are there: as the manifest names them → as listed."""
        parts = {part: tuple(segments(part)) for part in manifest.parts}
        for root, length in _places(_folder(manifest.name), parts.values()):
            ends = {part: root + path[-length:] for part, path in parts.items() if path}
            found = {part: self.by_path[end] for part, end in ends.items() if end in self.by_path}
            alone = all(self.files[parts[part][-1]] == 1 for part in found)
            if found and (length > 1 or alone):
                return found
        return {}


def _places(folder: Path, parts: Iterable[Path]) -> Iterator[tuple[Path, int]]:
    """Roots and lengths of a path's end to try, the longest end and the nearest root first."""
    for length in range(max(len(path) for path in parts), 1, -1):
        for depth in range(len(folder), -1, -1):
            yield folder[:depth], length
    yield folder, 1


def _rivals(sets: list[_Set]) -> Iterator[list[_Set]]:
    """The sets of one export and period, newest first; a set with two manifests once."""
    groups: dict[tuple[tuple[Path, str], str], dict[tuple[str, ...], _Set]] = defaultdict(dict)
    for one in sorted(sets, key=lambda one: one.manifest.rank):
        groups[one.manifest.export, one.manifest.period][one.manifest.run, *one.manifest.parts] = (
            one
        )
    for key in sorted(groups):
        yield sorted(groups[key].values(), key=lambda one: one.manifest.rank, reverse=True)


def _gap(one: _Set, instead: str | None, complete: Mapping[str, str]) -> Gap:
    here = tuple(sorted(set(one.here.values()) - complete.keys()))
    return Gap(one.manifest.name, one.missing, here, instead)


def _folder(name: str) -> Path:
    return tuple(segments(name)[:-1])


def _kind(name: str) -> Path:
    """What parts of all runs of one export and period share: the path without run and number."""
    *folders, file = segments(name) or [""]
    period = folders[:-1] if folders and RUN.fullmatch(folders[-1]) else folders
    return (*period, NUMBER.sub("#", file, count=1))
