"""The notes of a whole team, and every record that comes of them: who is who, copies, two series.

`pytest tests/pipelines/test_notes_records.py --write-golden` writes data/golden/team.txt anew.
"""

from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path

from notes_house import read

GOLDEN = Path(__file__).parents[1] / "data" / "golden" / "team.txt"


def call(*signed: str, said: str = "") -> str:
    """A note with its roll call."""
    return (
        "# Sync\n\n## Attendees\n\n"
        + "".join(f"- {line}\n" for line in signed)
        + f"\n## Notes\n\n{said}"
    )


GAUGES = "- ACTION: Ada to mend the gauge of the weir before the spring flood\n"
FILES: dict[str, str | bytes] = {
    "2026-01-05.md": call(
        "Ada Fenwick / Moss Lab / @adaf", "Bo Orlov", "Cy Q. Quill (@cyq)", "Matt G",
        "Chris (@creed)", "Dee Moss", "Eli Stone @elis",
        said=f"{GAUGES}- RESOLVED: the weir stays (#12)\n- We have 300 users\n"),
    "2026-01-12.md": call(
        "Ada Fenwik", "Bo", "CQ", "Christopher Reed (@creed)", "Adalia Moss", "Matt Gale",
        "@nobody", "Dee Ross", "Eli Stoan @elis2", said="- see moss/weir#7, moss/weir#8\n"),
    "2026-01-19.md": call(
        "Ada (@adaf)", "Cy Quill", "Ada Moss", "@nobody", "Bo Reed", "Dee Moss",
        said=f"{GAUGES}- [x] Bo: paint the oar\n- [ ] @stranger: bail the boat\n"),
    "2026-01-19 copy.md": call(
        "Ada (@adaf)", "Cy Quill", "Ada Moss", "@nobody", "Bo Reed", "Dee Moss", said=GAUGES),
    "2026-01-26 gauges.md": call("Ada Fenwick", "Bo Orlov", said="- Gauges are read\n"),
    "2026-01-26 weirs.md": call("Ada Moss", "Dee Ross", said="- Weirs are old\n"),
    "9 February 2026 gauges.md": call("Ada Fenwick", "Bo Orlov", said="- Gauges\n"),
    "9 February 2026 weirs.md": call("Ada Moss", "Bo Orlov", said="- Weirs\n"),
    "2026-02-02.md": call("Zed Left", "Bobby", "Ada Fenwick", said="- Zed to write it down\n"),
    "2026-02-06-weekly-report.md": "# Weekly report 2026-02-06\n\n- We have 310 users (#13)\n",
    "2026-02-16.md": "# Sync\n\nCancelled: too much rain\n",
    "2026-02-23.md": "# Sync\n\n- Nobody signed\n- ACTION: Ada to row\n",
    "undated.md": call("Ada Fenwick"),
    "README.md": "# About these notes\n",
    "sub/2026-03-02.md": call("Ada Fenwick", "@nobody"),
    "2026-03.md": "# March\n\n## 9 March\n\nPresent: Ada Fenwick\n\n## 16 March\n\nPresent: Bo\n",
}  # fmt: skip
PEOPLE = """[[unknown]]
name = "Dee Ross"
[[people]]
name = "Bo Orlov"
aliases = ["Bobby"]
[[people]]
name = "Zed Left"
opt_out = true
"""


def shown(records: Iterable[object]) -> str:
    """Every value of every record that is not empty."""
    lines = []
    for each in records:
        values = ((field.name, getattr(each, field.name)) for field in fields(each))  # type: ignore[arg-type]
        filled = (f"{name}={value}" for name, value in values if value not in (None, "", []))
        lines.append(f"{type(each).__name__} {' '.join(filled)}\n".replace("\\n", " / "))
    return "".join(lines)


def test_every_record_of_a_teams_notes_is_as_it_was(tmp_path, write_golden):
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "2026-01-05.md").write_text(call("Ada Fenwick", "Fay Wong", "Bo"))
    (tmp_path / "people.toml").write_text(PEOPLE)
    more = '[[notes]]\nseries = "other"\npath = "other"\n[people]\nfile = "people.toml"\n'
    found = shown(read(tmp_path, FILES, more))
    if write_golden:
        GOLDEN.write_text(found, encoding="utf-8")
    assert found == GOLDEN.read_text(encoding="utf-8")
    assert str(tmp_path) not in found
