"""Public HackMD notes by their address, each kept under data/raw as one Markdown file.

HackMD answers a closed note with its login page and, in bad hours, a full one with nothing at all,
both as 200: neither may take the place of the text we hold.
"""

import hashlib
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from config import House
from config import Notes as Series
from pipelines import SourceError, raw, unit
from pipelines.http import Client, HttpError, bare
from pipelines.notes.files.folders import raw_folder
from pipelines.notes.files.slugs import nameless, slug

HOST = "https://hackmd.io"
PER_MINUTE = 20  # HackMD allows 100 calls in five minutes
_PLAIN = ("text/markdown", "text/plain")


def fetch(house: House, series: Series, client: Client | None = None) -> SourceError | str:
    """The series' name when all its notes are up to date, else what went wrong with one of them."""
    failure: SourceError | None = None
    named = files(house, series)
    for url in named:
        client = client or Client(
            f"{urlsplit(url).scheme}://{urlsplit(url).netloc}", per_minute=PER_MINUTE
        )
        renew = partial(_renew, client, url, raw_folder(house, series) / named[url])
        try:
            fault = unit.fetched("notes", f"{series.series}, {named[url]}", renew, (HttpError,))
            failure = failure or fault
        except HttpError as error:
            failure = _reported(error, series)
            if error.stops:
                break
    return failure or series.series


def _renew(client: Client, url: str, file: Path) -> None:
    raw.write(file, _download(client, url))


def files(house: House, series: Series) -> dict[str, str]:
    """Address → file of each note of a series; ids that differ by case alone have two files."""
    urls = list(dict.fromkeys(address(note) for note in _notes(series)))
    names = {url: slug(urlsplit(url).path) for url in urls}
    shared = {name for name in names.values() if list(names.values()).count(name) > 1}
    gone = unit.people_gone(house)
    found = {
        url: f"{name}-{hashlib.sha256(url.encode()).hexdigest()[:8]}.md"
        if name in shared else f"{name}.md"
        for url, name in names.items()
    }  # fmt: skip
    return {url: nameless(name, gone) for url, name in found.items()}


def _notes(series: Series) -> list[str]:
    return [series.hackmd] if isinstance(series.hackmd, str) else list(series.hackmd or [])


def _reported(error: HttpError, series: Series) -> SourceError:
    """A web page in place of a note means that the note is closed to the public."""
    if "web page" not in error.what:
        return error.of("notes", series.series)
    remedy = "let everyone read the note in its HackMD settings"
    return SourceError("notes", error.what, remedy=remedy, unit=series.series, passing=False)


def address(note: str) -> str:
    """The plain address of a note, whatever was pasted: a link to edit or view it, or its id."""
    url = note.strip().rstrip("/")
    if "://" not in url:
        team = "/" in url and not url.startswith(("s/", "@"))
        url = f"{HOST}/{'@' if team else ''}{url}"
    parts = urlsplit(url)
    path = (
        parts.path.rstrip("/").removesuffix("/edit").removesuffix("/view").removesuffix("/download")
    )
    return f"{parts.scheme}://{parts.netloc}{path}"


def _download(client: Client, url: str) -> bytes:
    """The note's text. Raises HttpError for anything that is none."""
    answer = client.get_bytes(f"{url}/download")
    body: bytes = answer.body or b""
    kind = str(answer.headers.get("Content-Type", "")).split(";")[0].strip().casefold()
    start = body.lstrip()[:15].lower()
    if not body.strip():
        raise HttpError(f"{bare(url)} came back empty; the text held so far is kept")
    if kind not in _PLAIN or start.startswith((b"<!doctype", b"<html")):
        raise HttpError(f"{bare(url)} came back as a web page, not as a note")
    return body
