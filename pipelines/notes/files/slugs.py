"""Names fit for files and identifiers."""

import re
import unicodedata


def folded(name: str) -> str:
    """A name as it is compared: without case, accents and dots, one blank between words."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode() or name
    return " ".join(re.sub(r"[._]", " ", plain.casefold()).split())


def slug(text: str) -> str:
    """A name or handle fit for an identifier."""
    return re.sub(r"[^a-z0-9]+", "-", folded(text)).strip("-") or "person"
