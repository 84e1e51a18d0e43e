"""Every mistake in dashboard.toml is one line that names file, key and remedy."""

import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import get_args

import pytest

import config
from config import kinds

HOME = Path(__file__).resolve().parents[1]


def mistakes(folder: Path, text: str) -> list[str]:
    file = folder / "dashboard.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(config.ConfigError) as caught:
        config.load(file)
    return caught.value.lines


FUND = '[[funds]]\nid = "g"\nname = "Grant"\nkind = "grant"\n'
LINES = "".join(
    f"[[budget_lines]]\nfund = 'g'\nname = '{name}'\nkind = '{name.lower()}'\namount = 9\n"
    for name in ("People", "Indirect")
)
RATE = "[[line_rates]]\nfund = 'g'\nline = '{}'\nrate = 0.1\nbase = ['{}']\n"
SPLIT = "[[cost_splits]]\ncategory = 'x'\nbasis = 'days'\nby = '@a'\nshares = {{{}}}"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            "[projct]\nname = 'X'",
            "dashboard.toml: projct: unknown key. Fix: did you mean project?",
        ),
        (
            "[project]\ncurency = 'USD'",
            "dashboard.toml: project.curency: unknown key. Fix: did you mean currency?",
        ),
        (
            "[[notes]]\nseries = 'a'\n[[notes]]\nserie = 'b'\nseries = 'b'",
            "dashboard.toml: notes[2].serie: unknown key. Fix: did you mean series?",
        ),
        (
            FUND + "[funds.extension]\nmonth = 12",
            "dashboard.toml: funds[1].extension.month: unknown key. Fix: did you mean months?",
        ),
        (
            "[project]\ncurrency = 'dollars'",
            "dashboard.toml: project.currency: 'dollars' is no currency code; write three "
            "capitals like 'USD'. Fix: correct the value",
        ),
        (
            "[project]\ntimezone = 'localtime'",
            "dashboard.toml: project.timezone: 'localtime' is another zone on each machine; write "
            "one like 'Europe/Zurich'. Fix: correct the value",
        ),
        (
            "[project]\ntimezone = 'Zurich'",
            "dashboard.toml: project.timezone: 'Zurich' is no time zone; write one like "
            "'Europe/Zurich'. Fix: correct the value",
        ),
        (
            "[[billing]]\naccount = 'cloud'",
            "dashboard.toml: billing[1].path: missing. Fix: add path = …",
        ),
        (
            "[[billing]]\naccount = 'a'\npath = 'b'\ncolumns = {date = 'D', amout = 'A'}",
            "dashboard.toml: billing[1].columns.amout: unknown key. Fix: did you mean amount?",
        ),
        (
            "[billing]\naccount = 'a'\npath = 'b'",
            "dashboard.toml: billing: one table, where a list of them is wanted. "
            "Fix: write [[billing]]",
        ),
        (
            FUND + "ends_on = 9999-12-31",
            "dashboard.toml: funds[1].ends_on: 9999-12-31 is too far away; leave the key out "
            "where there is no such day. Fix: correct the value",
        ),
        (
            FUND + "starts_on = 2027-01-01\nends_on = 2026-12-31",
            "dashboard.toml: funds[1].ends_on: before starts_on. Fix: correct one of the two",
        ),
        (
            FUND + "awarded = 'sixty'",
            "dashboard.toml: funds[1].awarded: 'sixty' is no number. "
            "Fix: write one without quotes, like 60000 or 0.15",
        ),
        (
            FUND + "[funds.extension]\nmonths = 'six'",
            "dashboard.toml: funds[1].extension.months: 'six' is no whole number. "
            "Fix: write one without quotes, like 6",
        ),
        (
            "[[billing]]\naccount = 'a'\npath = 'b'\ntags = ['Service', 'hub']",
            "dashboard.toml: billing[1].tags: 'service' is a column already. Fix: leave it out",
        ),
        (
            "[[billing]]\naccount = 'a'\npath = 'b'\ntags = ['Hub', 'hub']",
            "dashboard.toml: billing[1].tags: 'hub' is a column already. Fix: leave it out",
        ),
        (FUND + FUND, "dashboard.toml: funds: id 'g' is used twice. Fix: give each its own id"),
        (
            FUND + "[[scenarios]]\nname = 'More time'\nextend = {gg = 6}",
            "dashboard.toml: scenarios[1].extend: 'gg' is no id of [[funds]]. Fix: use g",
        ),
        (
            FUND + "[[presets]]\nname = 'x'\nrecipient = 'X'\nfunds = ['gg']",
            "dashboard.toml: presets[1].funds: 'gg' is no id of [[funds]]. Fix: use g",
        ),
        (
            "[[notes]]\nseries = 'team'",
            "dashboard.toml: notes[1]: no place is named. "
            "Fix: add path = …, git = …, hackmd = … or github = …",
        ),
    ],
)
def test_a_mistake_is_one_line_with_its_key_and_remedy(
    tmp_path: Path, text: str, line: str
) -> None:
    assert mistakes(tmp_path, text) == [line]


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("[project]\nas_of = '2026-13-40'", "dashboard.toml: project.as_of: "),
        (FUND + "ends_on = 'soon'", "dashboard.toml: funds[1].ends_on: "),
        (FUND + "awarded = 'a lot'", "dashboard.toml: funds[1].awarded: "),
        (FUND + "awarded = -1", "dashboard.toml: funds[1].awarded: "),
        (FUND + "awarded = 500.125", "dashboard.toml: funds[1].awarded: "),
        (FUND + "awarded = 1e40", "dashboard.toml: funds[1].awarded: "),
        (
            FUND + "fee_rate = 0.1\noverhead_rate = 0.2",
            "dashboard.toml: funds[1]: its fee is taken twice, as fee_rate (on receipt) and "
            "overhead_rate (on spending). Fix: keep one",
        ),
        (
            FUND + "fee_rate = 0.1\n" + LINES + RATE.format("Indirect", "People"),
            "dashboard.toml: funds[1]: its fee is taken twice, as fee_rate (on receipt) and a rate "
            "of the indirect line. Fix: keep one",
        ),
        (
            FUND + LINES + RATE.format("Travel", "People"),
            "dashboard.toml: line_rates[1].line: 'Travel' is no line of 'g'. Fix: use People or "
            "Indirect",
        ),
        (
            FUND + LINES + RATE.format("Indirect", "Indirect"),
            "dashboard.toml: line_rates[1].base: 'Indirect' has a rate itself. Fix: write its rate "
            "first",
        ),
        (
            FUND + LINES + 2 * RATE.format("Indirect", "People"),
            "dashboard.toml: line_rates[2]: 'Indirect' has another rate on the same days. Fix: end "
            "the one before with ends_on",
        ),
        (
            FUND + LINES.replace("Indirect", "People"),
            "dashboard.toml: budget_lines: 'g' has 'People' twice. Fix: give each line its own "
            "name",
        ),
        (
            FUND + "[[budget_revisions]]\nfund = 'g'\non = 2026-01-01\namounts = {Cloud = 3}",
            "dashboard.toml: budget_revisions[1].amounts: 'Cloud' is no line of 'g'. Fix: use a "
            "[[budget_lines]] of this fund",
        ),
        (
            FUND
            + "codes = ['EF-1']\n"
            + FUND.replace("'g'", "'h'").replace('"g"', '"h"')
            + "codes = ['ef-1']",
            "dashboard.toml: funds: code 'ef-1' is of two funds. Fix: leave it out of one of them",
        ),
        (
            FUND + "[[charge_rules]]\nfund = 'h'\ncategory = 'cloud'",
            "dashboard.toml: charge_rules[1].fund: 'h' is no id of [[funds]]. Fix: use g",
        ),
        (
            FUND + "[[charge_rules]]\nfund = 'g'",
            "dashboard.toml: charge_rules[1]: no cost is named; add category, account, service, "
            "project or label. Fix: correct the value",
        ),
        (
            FUND + SPLIT.format("g = 0.6, h = 0.5"),
            "dashboard.toml: cost_splits[1]: its shares add up to more than 1; correct one of "
            "them. Fix: correct the value",
        ),
        (
            FUND + SPLIT.format("h = 0.5"),
            "dashboard.toml: cost_splits[1].shares: 'h' is no id of [[funds]]. Fix: use g",
        ),
        (
            FUND + "[[reports]]\nfund = 'g'\nname = 'R'\nstarts_on = 2026-02-01\n"
            "ends_on = 2026-01-01",
            "dashboard.toml: reports[1].ends_on: before starts_on. Fix: correct one of the two",
        ),
        (FUND + "fee_rate = 15", "dashboard.toml: funds[1].fee_rate: "),
        (FUND.replace('"grant"', '"gift"'), "dashboard.toml: funds[1].kind: "),
        ("notes = 'notes/'", "dashboard.toml: notes: "),
        ("[github]\nrepositories = 'a/b'", "dashboard.toml: github.repositories: "),
    ],
)
def test_a_wrong_value_names_its_key_and_what_would_be_right(
    tmp_path: Path, text: str, start: str
) -> None:
    (line,) = mistakes(tmp_path, text)
    assert line.startswith(start)
    assert ". Fix: " in line
    assert "\n" not in line


def test_every_mistake_is_told_at_once(tmp_path: Path) -> None:
    text = "[project]\ncurency = 'USD'\nnam = 'x'\n[[billing]]\naccount = 'cloud'"
    assert len(mistakes(tmp_path, text)) == 3


def test_broken_toml_names_the_line(tmp_path: Path) -> None:
    (line,) = mistakes(tmp_path, "[project]\nname = open\n")
    assert line.startswith("dashboard.toml: not readable as TOML: ")
    assert "at line 2" in line


def test_a_file_that_is_not_there_is_said_with_what_makes_one(tmp_path: Path) -> None:
    with pytest.raises(config.ConfigError) as caught:
        config.load(tmp_path / "gone.toml")
    assert caught.value.lines == [
        f"{tmp_path / 'gone.toml'}: no such file. Fix: make it with python -m pipelines start"
    ]


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    file = tmp_path / "dashboard.toml"
    file.write_bytes(b"\xef\xbb\xbf[project]\nas_of = 2026-09-17\n")
    assert config.load(file).config.project.as_of == date(2026, 9, 17)


def test_the_environment_names_config_and_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "ours.toml").write_text("[project]\nname = 'Ours'\n")
    monkeypatch.setenv("QUARTERDECK_CONFIG", str(tmp_path / "ours.toml"))
    monkeypatch.setenv("QUARTERDECK_DATA", str(tmp_path / "elsewhere"))
    house = config.load()
    assert (house.config.project.name, house.data) == ("Ours", tmp_path / "elsewhere")


def test_the_data_folder_stands_beside_the_config(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("QUARTERDECK_DATA", raising=False)
    (tmp_path / "dashboard.toml").write_text("")
    assert config.load(tmp_path / "dashboard.toml").data == tmp_path / "data"


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pipelines", *arguments]
    return subprocess.run(command, cwd=HOME, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("command", [[], ["check"]])
def test_a_mistake_ends_with_78_and_its_line_only(tmp_path: Path, command: list[str]) -> None:
    file = tmp_path / "dashboard.toml"
    file.write_text("[project]\ncurency = 'USD'")
    done = run("--config", str(file), *command)
    assert (done.returncode, done.stdout, done.stderr) == (
        78,
        "",
        "dashboard.toml: project.curency: unknown key. Fix: did you mean currency?\n",
    )
    assert not (tmp_path / "data").exists()


def test_check_says_the_same_as_setup_and_ends_with_0(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    file = tmp_path / "dashboard.toml"
    file.write_text("[[notes]]\nseries = 'team'\npath = 'notes'\n")
    done = run("--config", str(file), "check")
    assert (done.returncode, done.stderr) == (0, "")
    assert "set      Meeting notes: team\n" in done.stdout
    assert "missing  Bills. It unlocks Burn" in done.stdout
    assert '             [[billing]]\n             account = "cloud"\n' in done.stdout


def test_check_names_each_path_that_leads_nowhere_and_ends_with_78(tmp_path: Path) -> None:
    file = tmp_path / "dashboard.toml"
    file.write_text("[[billing]]\naccount = 'cloud'\npath = 'bills/*.csv'\n")
    done = run("--config", str(file), "check")
    assert done.returncode == 78
    assert done.stderr == (
        "dashboard.toml: billing[1].path: bills/*.csv: no such file. Fix: correct the path, "
        "which starts from the folder of dashboard.toml, or put the file there\n"
    )


def test_the_words_of_a_mapping_are_those_the_generic_reader_uses() -> None:
    select = (HOME / "pipelines/billing/rollup/formats/generic.sql").read_text("utf-8")
    by_their_own_heads = {"document", "status", "kinds", "impact"}
    assert set(re.findall(r"mapped_(\w+)", select)) - by_their_own_heads == set(
        get_args(kinds.Mapped)
    )
