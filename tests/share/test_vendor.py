"""The scripts in share/vendor are the ones that were published, each with its licence."""

import hashlib
from pathlib import Path

import pytest

from share.html import FONTS, PLOTLY
from share.site.search import MINISEARCH

PUBLISHED = {
    PLOTLY: ("plotly.js", "99784e3abfb07b142a15e521a439e6d9addceadb3f79553fd24c72774f0649ba"),
    MINISEARCH: ("minisearch", "03c27931eb603af1d3358579e9885eafdb6a2f5fa9929557b3e77d7e99d06d03"),
}
MADE = {  # by the commands of docs/decisions.md #71
    "pack-sans.woff2": "5e6ba08b1f9874e37c88dafd2b61963441020de7ae905e22c3c0fde9727eaf90",
    "pack-serif.woff2": "2988be48506c1b7927dff73e45592b448f0d15416dd1aef3713e401ca70b93cb",
}


@pytest.mark.parametrize("script", PUBLISHED, ids=lambda script: script.name)
def test_a_vendored_script_is_the_published_one(script: Path) -> None:
    name, digest = PUBLISHED[script]
    assert hashlib.sha256(script.read_bytes()).hexdigest() == digest
    licence = (script.parent / f"LICENSE-{name}").read_text(encoding="utf-8")
    assert "MIT" in licence or "Permission is hereby granted, free of charge" in licence


def test_no_other_script_is_vendored() -> None:
    assert set(PLOTLY.parent.glob("*.js")) - {PLOTLY.parent / "LICENSE-plotly.js"} == set(PUBLISHED)


def test_the_fonts_of_documents_are_the_subsets_that_were_made_with_their_licence() -> None:
    """In base64 they are a fifth of what a document may gain by them, 200 kB at most."""
    files = [PLOTLY.with_name(file) for _, file, _ in FONTS]
    assert {f.name: hashlib.sha256(f.read_bytes()).hexdigest() for f in files} == MADE
    assert set(PLOTLY.parent.glob("*.woff2")) == set(files)
    assert sum(file.stat().st_size for file in files) * 4 / 3 < 70_000
    licence = PLOTLY.with_name("LICENSE-source-fonts").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE" in licence
    assert "Reserved Font Name" in licence
