"""The one embedded script is the one that was published, with its licence beside it."""

import hashlib

from share.html import PLOTLY

PUBLISHED = "99784e3abfb07b142a15e521a439e6d9addceadb3f79553fd24c72774f0649ba"


def test_the_vendored_script_is_the_published_one() -> None:
    assert hashlib.sha256(PLOTLY.read_bytes()).hexdigest() == PUBLISHED
    assert "MIT" in (PLOTLY.parent / "LICENSE-plotly.js").read_text(encoding="utf-8")
