"""The Search page, over notes in which one person opted out."""

from pathlib import Path

import pytest

from pipelines import commands

NOTE = """# Sync 2024-03-05

Present: Ada Lund, Bo Falk

- [ ] Ada Lund: mend the anchor @adalund
- [ ] Bo Falk: mend the lantern
"""
TOML = """
[project]
name = "Test"
as_of = 2024-04-30
[people]
file = "people.toml"
[[notes]]
series = "team"
path = "notes"
"""


NONE, ONE, TWO = "No line has these words.", "1 line has these words.", "2 lines have these words."


@pytest.mark.parametrize(
    ("opt_out", "expected", "offered"),
    [("true", [NONE, NONE, NONE, TWO, TWO], ["Bo Falk"]),
     ("false", [TWO, TWO, ONE, TWO, TWO], ["Ada Lund", "Bo Falk"])],
)  # fmt: skip
def test_who_opted_out_is_not_found(open_view, tmp_path: Path, opt_out, expected, offered) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "2024-03-05.md").write_text(NOTE)
    (tmp_path / "people.toml").write_text(
        f'[[people]]\nname = "Ada Lund"\nhandles = ["adalund"]\nopt_out = {opt_out}\n'
    )
    config = tmp_path / "dashboard.toml"
    config.write_text(TOML)
    assert commands.main(["--config", str(config), "--data", str(tmp_path / "data")]) == 0

    app = open_view("search", config, tmp_path / "data").app
    answers = []
    for words in ("Ada", "Lund", "adalund", "mend", "Bo"):
        drawn = app.text_input(key="q").set_value(words).run()
        assert not drawn.exception
        said = drawn.title[0].value.replace("\\", "")
        answers.append(said.replace("\N{NO-BREAK SPACE}", " "))
    assert answers == expected
    assert app.selectbox(key="person").options == offered
    html = "".join(each.proto.body for each in app.get("html"))
    assert ("Lund" in html) is (opt_out == "false")  # of the line that "Bo" finds
