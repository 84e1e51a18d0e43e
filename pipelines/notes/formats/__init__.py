"""Files of notes in any format → Markdown that keeps the place of every line.

The readers of notes know Markdown alone; each format here says the same in it, line for line as
far as its library knows lines (a Word or OpenDocument file has none: its paragraphs are counted).
"""

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import PurePosixPath

from pipelines.notes.formats.asciidoc import asciidoc
from pipelines.notes.formats.attendance import attendance
from pipelines.notes.formats.lines import Lines, Unreadable
from pipelines.notes.formats.mediawiki import mediawiki
from pipelines.notes.formats.office import docx, odt
from pipelines.notes.formats.org import org
from pipelines.notes.formats.plain import plain
from pipelines.notes.formats.rst import rst
from pipelines.notes.formats.web import web

_TEXTS: dict[str, Callable[[str], Lines]] = {
    ".txt": plain, ".html": web, ".htm": web, ".rst": rst, ".org": org, ".adoc": asciidoc,
    ".asciidoc": asciidoc, ".wiki": mediawiki, ".mediawiki": mediawiki, ".wikitext": mediawiki,
    ".csv": attendance,
}  # fmt: skip
_BINARY: dict[str, Callable[[bytes], Lines]] = {".docx": docx, ".odt": odt}
_KEEP = "cannot be read: keep the notes as .docx, .odt, .html or .md"
_CLOSED = {
    ".pdf": f"PDF {_KEEP}", ".doc": f"old Word {_KEEP}", ".rtf": f"RTF {_KEEP}",
    ".log": "a log is not read: if it is the chat of a meeting, name it .txt",
}  # fmt: skip
SUFFIXES = frozenset([".md", ".markdown", *_TEXTS, *_BINARY, *_CLOSED])
# The package that reads a format, where it takes one that is not always installed.
PACKAGES = {
    ".rst": "docutils", ".docx": "mammoth", ".odt": "odfdo",
}  # fmt: skip


def installed() -> str:
    """The packages at hand, for keys of what they read."""
    return " ".join(sorted({name for name in PACKAGES.values() if find_spec(name)}))


def as_markdown(data: bytes, path: str, decoded: Callable[[bytes], str]) -> Lines:
    """The Markdown of a file, with the line of each of its lines.

    Raises Unreadable for a kind of file that cannot be read, or whose package is not installed.
    """
    suffix = PurePosixPath(path).suffix.lower()
    package = PACKAGES.get(suffix)
    if package and not find_spec(package):
        raise Unreadable(f"a {suffix} file takes {package}: pip install 'quarterdeck[formats]'")
    if reason := _CLOSED.get(suffix):
        raise Unreadable(reason)
    if reader := _BINARY.get(suffix):
        return reader(data)
    text = decoded(data)
    return _TEXTS[suffix](text) if suffix in _TEXTS else Lines.of(text)
