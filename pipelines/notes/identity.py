"""Signatures → persons: one person across spellings, by rules that would rather part than merge."""

import re
import unicodedata


def folded(name: str) -> str:
    """A name as it is compared: NFC, without case, accents kept, one blank between words."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def slug(text: str) -> str:
    """A name or handle fit for an identifier."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.casefold()).strip("-") or "person"
