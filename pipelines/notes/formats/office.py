"""Word and OpenDocument files, by mammoth and odfdo; their lines are counted as they come out."""

import io
import re
import zipfile
import zlib
from typing import Any
from xml.parsers.expat import ExpatError

from pipelines.notes.formats.lines import Lines, Unreadable, counted
from pipelines.notes.formats.web import web

_LARGEST = 50_000_000  # bytes of a file's parts, unpacked
_REPEATED = re.compile(
    rb"""[:](?:c|number-(?:columns|rows)-repeated)\s*=\s*["']\s*\+?0*(\d{1,12})"""
)
_MOST_REPEATED = 50_000  # blanks, columns and rows that a document may repeat
# What the libraries raise over a file with damaged parts, or with others than a document has.
_DAMAGED = (
    zipfile.BadZipFile, zlib.error, ExpatError, SyntaxError, LookupError, ValueError, OSError,
    TypeError, AttributeError, RuntimeError, EOFError,
)  # fmt: skip
_STYLES = "p[style-name='Title'] => h1:fresh\np[style-name='Subtitle'] => h2:fresh"


def docx(data: bytes) -> Lines:
    """The headings, lists, tables and paragraphs of a Word file."""
    import mammoth  # noqa: PLC0415 - an extra

    _refuse_bombs(data)

    def nothing(_: Any) -> dict[str, str]:
        return {}

    try:
        page = mammoth.convert_to_html(
            io.BytesIO(data), style_map=_STYLES, convert_image=mammoth.images.img_element(nothing)
        )
    except _DAMAGED:
        raise Unreadable("no Word file inside: save it again as .docx") from None
    blocks = re.sub(r"(</(?:p|li|h\d|tr|table|ul|ol)>)", r"\1\n", page.value)
    return counted(web(blocks))


def odt(data: bytes) -> Lines:
    """The headings, lists, tables and paragraphs of an OpenDocument text."""
    from odfdo import Document  # noqa: PLC0415 - an extra
    from odfdo.security import SecurityError  # noqa: PLC0415 - likewise

    _refuse_bombs(data)
    try:
        text = str(Document(io.BytesIO(data)).to_markdown())
    except (*_DAMAGED, SecurityError):
        raise Unreadable("no OpenDocument text inside: save it again as .odt") from None
    text = re.sub(r"\\([-.()+#!>])", r"\1", text)
    text = re.sub(r"^( *)-  (?=\S)", r"\1- ", text, flags=re.M)
    return counted(Lines.of(re.sub(r"^ (?= *- )", "", text, flags=re.M)))


def _refuse_bombs(data: bytes) -> None:
    """Raise Unreadable for a file that unpacks into more than any notes are."""
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return  # its reader says so
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            size = sum(part.file_size for part in parts.infolist())
            known = size <= _LARGEST and "content.xml" in parts.namelist()
            content = parts.read("content.xml") if known else b""
    except _DAMAGED:
        raise Unreadable("the file is cut short or damaged. Copy it again") from None
    if size > _LARGEST:
        raise Unreadable(f"it unpacks into {size / 1e6:,.0f} MB: save its text as .md or .html")
    if sum(map(int, _REPEATED.findall(content))) > _MOST_REPEATED:
        raise Unreadable("it repeats blanks or cells without end: save its text as .md or .html")
