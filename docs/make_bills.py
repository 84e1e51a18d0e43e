"""Fill the list of formats in docs/bills.md from pipelines/billing/rollup/formats."""

import sys
from pathlib import Path

HOME = Path(__file__).resolve().parents[1]
PAGE = HOME / "docs" / "bills.md"
HEAD, TAIL = "## What is recognised\n\n", "csv, csv.gz, zip"


def render() -> str:
    """The page with one line per format, as the formats themselves say it."""
    sys.path.insert(0, str(HOME))
    from pipelines.billing.rollup import formats  # noqa: PLC0415 - runs as a script

    lines = "\n".join(f"* `{f.name}`: {f.title}" for f in formats().values())
    page = PAGE.read_text(encoding="utf-8")
    before, rest = page.split(HEAD)
    return f"{before}{HEAD}{lines}\n\n{TAIL}{rest.split(TAIL, 1)[1]}"


if __name__ == "__main__":
    PAGE.write_text(render(), encoding="utf-8")
