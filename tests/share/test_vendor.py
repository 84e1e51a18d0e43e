"""The scripts in share/vendor are the ones that were published, each with its licence."""

import hashlib
from pathlib import Path

import pytest

from share.html import PLOTLY
from share.site.search import MINISEARCH

PUBLISHED = {
    PLOTLY: ("plotly.js", "99784e3abfb07b142a15e521a439e6d9addceadb3f79553fd24c72774f0649ba"),
    MINISEARCH: ("minisearch", "03c27931eb603af1d3358579e9885eafdb6a2f5fa9929557b3e77d7e99d06d03"),
}


@pytest.mark.parametrize("script", PUBLISHED, ids=lambda script: script.name)
def test_a_vendored_script_is_the_published_one(script: Path) -> None:
    name, digest = PUBLISHED[script]
    assert hashlib.sha256(script.read_bytes()).hexdigest() == digest
    licence = (script.parent / f"LICENSE-{name}").read_text(encoding="utf-8")
    assert "MIT" in licence or "Permission is hereby granted, free of charge" in licence


def test_no_other_script_is_vendored() -> None:
    assert set(PLOTLY.parent.glob("*.js")) - {PLOTLY.parent / "LICENSE-plotly.js"} == set(PUBLISHED)
