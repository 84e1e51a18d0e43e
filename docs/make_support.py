"""Fill the table of docs/support.md from pyproject.toml and requirements-dev.lock."""

import re
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

HOME = Path(__file__).resolve().parents[1]
PAGE = HOME / "docs" / "support.md"
HEAD = "| dependency | oldest allowed | newest allowed | tested |\n| --- | --- | --- | --- |\n"
PINNED = re.compile(r"^([\w.-]+)(?:\[[\w,-]+\])?==([\w.!+]+)", re.MULTILINE)
EXTRAS = ("s3", "gs", "az", "sheets", "cluster", "formats")


def render() -> str:
    """The page with one row per dependency, those of the extras last."""
    project = tomllib.loads((HOME / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lock = (HOME / "requirements-dev.lock").read_text(encoding="utf-8")
    pins = {canonicalize_name(name): version for name, version in PINNED.findall(lock)}
    rows = [_row(each, "", pins) for each in project["dependencies"]]
    for extra in EXTRAS:
        listed = project["optional-dependencies"][extra]
        rows += [_row(each, f" (extra `{extra}`)", pins) for each in listed]
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(HEAD)
    after = rest.splitlines(keepends=True)
    after = [line for line in after if not line.startswith("|")]
    return "".join([before, HEAD, *rows, *after])


def _row(written: str, extra: str, pins: dict[str, str]) -> str:
    each = Requirement(written)
    bounds = {bound.operator: bound.version for bound in each.specifier}
    newest = f"below {bounds['<']}" if "<" in bounds else "any"
    tested = pins[canonicalize_name(each.name)]
    return f"| {each.name}{extra} | {bounds.get('>=', 'any')} | {newest} | {tested} |\n"


if __name__ == "__main__":
    PAGE.write_text(render(), encoding="utf-8")
