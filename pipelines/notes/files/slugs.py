"""Names fit for files and identifiers."""

import hashlib
import re
import unicodedata

from config.traces import Traces


def folded(name: str) -> str:
    """A name as it is compared: without case, accents and dots, one blank between words."""
    apart = unicodedata.normalize("NFKD", name.casefold())
    plain = unicodedata.normalize("NFC", "".join(ch for ch in apart if not _is_accent(ch)))
    return " ".join(re.sub(r"[._]", " ", plain).split())


def _is_accent(ch: str) -> bool:
    """A mark above a Latin letter; other scripts' marks are part of the letter."""
    return "\u0300" <= ch <= "\u036f"


def nameless(name: str, gone: Traces) -> str:
    """The name of a file; of one that names somebody who opted out, made of its hash."""
    if not gone.found(name):
        return name
    ending = name[name.index(".") :] if "." in name else ""
    stem = name.removesuffix(ending)
    return f"note-{hashlib.sha256(stem.encode()).hexdigest()[:12]}{ending}"


def slug(text: str) -> str:
    """A name or handle fit for an identifier."""
    return re.sub(r"[\W_]+", "-", folded(text)).strip("-") or "person"
