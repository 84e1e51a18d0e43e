"""A table that was edited as a whole is saved at once: its cells and rows alone, and undone."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

import config
from editing import changes, grids, journal
from editing.changes import By
from editing.grids import Kept
from editing.save import ChangedMeanwhile, NotSaved
from editing.toml_text import without_entry
from editing.undo import undo

NOW = datetime(2026, 9, 17, 9, tzinfo=UTC)
ADA = By("Ada", NOW)
TODAY = date(2026, 9, 17)
TOML = """\
[project]
name = "Fernhollow"   # ours
currency = "USD"

[[funds]]
id = "grant"
name = "Our grant"
kind = "grant"

[[funds]]
id = "nsf"
name = "Federal award"
kind = "grant"
paid = "reimbursed"

# Three of them, by contract.
[[payments]]
fund = "grant"      # the grant
amount = 40_000.50  # as in the letter
state = "received"
on = 2026-01-15

# after the interim report
[[payments]]
fund = "grant"
amount = 20000
state = "to_come"
condition = "the interim report"

[[payments]]
fund = "grant"
amount = 1000
state = "awarded"

[funding]
balances = "balances.csv"
claims = "claims.csv"
"""
CLAIMS = """\
fund;on_day;through;amount;source;sent by
nsf;03/06/2026;31/05/2026; 12.500,40 ;C-1;Ada
nsf;13/07/2026;30/06/2026;-20,00;"C-2; part";
nsf;14/08/2026;31/07/2026;100,00;C-3;Bo
"""
CSV = """\
fund;on_day;amount;confirmed;source;note
grant;2026-06-30;96.000,00;yes;"statement; June";
gone;2025-01-31; 10,00 ;confirmed;;old
grant;2026-07-31;;no;asked;
"""


@pytest.fixture
def team(tmp_path):
    (tmp_path / "dashboard.toml").write_text(TOML)
    (tmp_path / "balances.csv").write_bytes(CSV.encode().replace(b"\n", b"\r\n"))
    (tmp_path / "claims.csv").write_bytes(CLAIMS.encode().replace(b"\n", b"\r\n"))
    return config.load(tmp_path / "dashboard.toml").config


def _edited(team, name, edit):
    """The change of a table whose rows `edit` has changed in place."""
    opened = grids.opened(team, name)
    kept = [Kept(at, dict(row)) for at, row in enumerate(opened.rows)]
    edit(kept)
    return grids.change(team, name, opened, kept, today=TODAY)


def _save(team, name, edit):
    change = _edited(team, name, edit)
    return changes.save_change(team, change, ADA)


def _row(**cells):
    return Kept(None, cells)


def test_the_cells_of_payments_are_those_of_the_file(team):
    blank = dict.fromkeys(column.key for column in grids.columns(team, "payments"))
    first, second, _ = grids.opened(team, "payments").rows
    assert list(blank) == ["fund", "amount", "state", "on", "condition"]
    assert first == {
        "fund": "grant", "amount": "40000.50", "state": "received", "on": "2026-01-15",
        "condition": "",
    }  # fmt: skip
    assert second["condition"] == "the interim report"


def test_cells_rows_that_go_and_rows_that_come_are_one_save_with_every_other_byte_as_it_was(team):
    def edit(kept):
        kept[0].row["on"] = "2026-01-16"
        kept[1].row["condition"] = ""
        del kept[2]
        kept.append(_row(fund="grant", amount="1234.50", state="claimed", on="2026-08-31"))

    saved = _save(team, "payments", edit)
    gone = '[[payments]]\nfund = "grant"\namount = 1000\nstate = "awarded"\n\n'
    after = TOML.replace(gone, "").replace("2026-01-15", "2026-01-16")
    after = after.replace('condition = "the interim report"\n', "")
    new = '[[payments]]\nfund = "grant"\namount = 1234.50\nstate = "claimed"\non = 2026-08-31\n'
    after = after.replace('state = "to_come"\n', f'state = "to_come"\n\n{new}')
    assert team.file.read_text() == after
    assert journal.read(team.folder) == [saved.entry]
    assert saved.entry.key == "payments"
    undo(team.folder, who="Bo", now=NOW)
    assert team.file.read_text() == TOML


def test_a_table_that_is_emptied_leaves_its_comments(team):
    _save(team, "payments", list.clear)
    text = team.file.read_text()
    assert "[[payments]]" not in text
    assert "# Three of them, by contract.\n" in text
    assert "# after the interim report\n" in text
    assert config.load(team.file).config.payments == []
    undo(team.folder, who="Bo", now=NOW)
    assert team.file.read_text() == TOML


def test_a_list_on_one_line_is_edited_too(team):
    text = TOML[: TOML.index("# Three")] + TOML[TOML.index("[funding]") :]
    line = 'payments = [{fund = "grant", amount = 5, state = "awarded"}, {fund = "grant", amount = 6, state = "awarded"}]\n'  # noqa: E501
    team.file.write_text(line + text)
    moved = config.load(team.file).config
    _save(moved, "payments", lambda kept: kept.pop(0))
    assert team.file.read_text() == line.replace(
        '{fund = "grant", amount = 5, state = "awarded"}, ', ""
    ) + text  # fmt: skip


def test_a_table_that_nobody_changed_saves_nothing(team):
    for name in grids.NAMES:
        assert _edited(team, name, lambda kept: None) is None


def test_the_models_refuse_what_a_form_would_refuse_and_nothing_is_half(team):
    def edit(kept):
        kept[0].row["amount"] = "-5"
        kept[1].row["amount"] = "7"

    with pytest.raises(config.ConfigError, match="greater than or equal to 0"):
        _edited(team, "payments", edit)
    with pytest.raises(NotSaved, match="row 4: state is missing"):
        _edited(team, "payments", lambda kept: kept.append(_row(fund="grant", amount="1")))
    with pytest.raises(NotSaved, match="row 1: fund 'other' is not known"):
        _edited(team, "payments", lambda kept: kept[0].row.update(fund="other"))
    assert team.file.read_text() == TOML


@pytest.mark.parametrize("name", ["payments", "balances", "claims"])
def test_an_edit_by_hand_while_the_table_is_open_stops_the_save(team, name):
    opened = grids.opened(team, name)
    kept = [Kept(at, dict(row)) for at, row in enumerate(opened.rows)]
    kept[0].row["amount"] = "5"
    shown = grids.change(team, name, opened, kept, today=TODAY)
    file = team.folder / shown.file.name
    file.write_bytes(by_hand := file.read_bytes() + b"# by hand\r\n")
    with pytest.raises(ChangedMeanwhile, match="since this table was opened"):
        grids.change(team, name, opened, kept, today=TODAY)
    with pytest.raises(ChangedMeanwhile):
        changes.save_change(team, shown, ADA)
    assert file.read_bytes() == by_hand
    assert journal.read(team.folder) == []


def test_two_browsers_at_once_save_one_table_and_the_other_hears_of_it(team):
    both = [
        _edited(team, "payments", lambda kept, n=n: kept[n].row.update(amount="7")) for n in (0, 1)
    ]
    changes.save_change(team, both[0], ADA)
    with pytest.raises(ChangedMeanwhile):
        changes.save_change(team, both[1], ADA)
    assert team.file.read_text() == TOML.replace("40_000.50", "7")


def test_balances_keep_every_line_that_was_not_touched_and_the_sign_of_the_file(team):
    def edit(kept):
        kept[0].row["amount"] = "95000.40"
        kept[2].row["source"] = "asked; twice"
        kept.append(
            _row(fund="grant", on_day="2026-08-31", amount="unknown", confirmed="no", source="")
        )

    _save(team, "balances", edit)
    after = CSV.replace("96.000,00", "95000,40").replace(";asked;", ';"asked; twice";')
    after += "grant;2026-08-31;unknown;no;;\n"
    assert (team.folder / "balances.csv").read_bytes() == after.replace("\n", "\r\n").encode()
    undo(team.folder, who="Bo", now=NOW)
    assert (team.folder / "balances.csv").read_bytes() == CSV.replace("\n", "\r\n").encode()


def test_a_line_of_balances_that_is_taken_out_is_gone_alone(team):
    _save(team, "balances", lambda kept: kept.pop(1))
    after = CSV.replace("gone;2025-01-31; 10,00 ;confirmed;;old\n", "")
    assert (team.folder / "balances.csv").read_bytes() == after.replace("\n", "\r\n").encode()


def test_the_first_balance_makes_the_file_and_undo_takes_it_away(team):
    (team.folder / "balances.csv").unlink()
    row = _row(fund="grant", on_day="2026-08-31", amount="12500.40", confirmed="no", source="Ada")
    _save(team, "balances", lambda kept: kept.append(row))
    assert (team.folder / "balances.csv").read_text() == (
        "fund,on_day,amount,confirmed,source\ngrant,2026-08-31,12500.40,no,Ada\n"
    )
    undo(team.folder, who="Bo", now=NOW)
    assert not (team.folder / "balances.csv").exists()


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"on_day": "2026-09-18"}, "2026-09-18 has not come"),
        ({"confirmed": "yes", "source": " "}, "a confirmed balance has a document"),
        ({"amount": ""}, "row 4: amount is missing"),
    ],
)
def test_a_balance_that_no_form_would_take_is_refused(team, cells, why):
    good = {"fund": "grant", "on_day": "2026-08-31", "amount": "5", "confirmed": "no", "source": ""}
    row = _row(**{**good, **cells})
    with pytest.raises(NotSaved, match=why):
        _edited(team, "balances", lambda kept: kept.append(row))


def test_a_table_of_claims_offers_the_awards_that_pay_back_and_its_rows_as_the_file_has_them(team):
    shown = grids.columns(team, "claims")
    assert [(each.key, each.kind, each.choices, each.is_required) for each in shown] == [
        ("fund", "choice", ("nsf",), True), ("on_day", "day", (), True),
        ("through", "day", (), True), ("amount", "number", (), True),
        ("source", "text", (), False),
    ]  # fmt: skip
    assert [[*row.values()] for row in grids.opened(team, "claims").rows] == [
        ["nsf", "03/06/2026", "31/05/2026", "12.500,40", "C-1"],
        ["nsf", "13/07/2026", "30/06/2026", "-20,00", "C-2; part"],
        ["nsf", "14/08/2026", "31/07/2026", "100,00", "C-3"],
    ]


def _claim(**cells):
    new = {"fund": "nsf", "on_day": "2026-09-03", "through": "2026-08-31", "amount": "1234.50"}
    return _row(**{**new, "source": "", **cells})


def test_claims_are_one_save_with_the_sign_of_the_file_and_are_taken_back_to_the_byte(team):
    def edit(kept):
        kept[0].row["amount"] = "12500.50"
        kept[2].row["on_day"] = "2026-08-15"
        del kept[1]
        kept.append(_claim(source="C-4"))

    saved = _save(team, "claims", edit)
    after = CLAIMS.replace('nsf;13/07/2026;30/06/2026;-20,00;"C-2; part";\n', "")
    after = after.replace(" 12.500,40 ", "12500,50").replace("14/08/2026", "2026-08-15")
    after += "nsf;2026-09-03;2026-08-31;1234,50;C-4;\n"
    assert (team.folder / "claims.csv").read_bytes() == after.replace("\n", "\r\n").encode()
    assert journal.read(team.folder) == [saved.entry]
    undo(team.folder, who="Bo", now=NOW)
    assert (team.folder / "claims.csv").read_bytes() == CLAIMS.replace("\n", "\r\n").encode()


def test_the_first_claim_makes_the_file_and_undo_takes_it_away(team):
    (team.folder / "claims.csv").unlink()
    _save(team, "claims", lambda kept: kept.append(_claim()))
    assert (team.folder / "claims.csv").read_text() == (
        "fund,on_day,through,amount,source\nnsf,2026-09-03,2026-08-31,1234.50,\n"
    )
    undo(team.folder, who="Bo", now=NOW)
    assert not (team.folder / "claims.csv").exists()


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"through": "2026-09-04"}, "sent on 2026-09-03, before the last day of its costs, 2026"),
        ({"on_day": "2026-09-18"}, "2026-09-18 has not come"),
        ({"fund": "grant"}, "row 4: fund 'grant' is not known. Fix: nsf"),
        ({"amount": ""}, "row 4: amount is missing"),
        ({"amount": "0.005"}, "0.005 has more than cents"),
        ({"through": "soon"}, "'soon' is no day"),
    ],
)
def test_a_claim_that_the_ingest_would_reject_is_refused(team, cells, why):
    with pytest.raises(NotSaved, match=why):
        _edited(team, "claims", lambda kept: kept.append(_claim(**cells)))


def test_a_claim_that_is_pasted_twice_is_refused(team):
    with pytest.raises(NotSaved, match="row 5 says the same as row 4"):
        _edited(team, "claims", lambda kept: kept.extend([_claim(), _claim()]))
    _save(team, "claims", lambda kept: kept.append(_claim()))
    with pytest.raises(NotSaved, match="row 5 says the same as row 4"):
        _edited(team, "claims", lambda kept: kept.append(_claim()))


def test_without_a_file_of_claims_the_table_says_which_line_to_add(team):
    team.file.write_text(TOML.replace('claims = "claims.csv"\n', ""))
    without = config.load(team.file).config
    with pytest.raises(NotSaved, match=r'add \[funding\] claims = "claims.csv"'):
        grids.opened(without, "claims")


def test_markup_and_300_signs_in_a_cell_are_a_text_like_any_other(team):
    for cell in ('<script>alert(1)</script> "]\n[[funds]]\nid = "x', "x" * 300, "[payments]"):
        _save(team, "payments", lambda kept, cell=cell: kept[0].row.update(condition=cell))
        assert config.load(team.file).config.payments[0].condition == cell
    for _ in range(3):
        undo(team.folder, who="Bo", now=NOW)
    assert team.file.read_text() == TOML


def test_a_table_given_back_is_not_computed_by_a_spreadsheet(team):
    shown = grids.columns(team, "payments")
    row = {"fund": "grant", "amount": "-5.00", "state": "to_come", "on": "", "condition": "=1+1"}
    assert grids.separated(shown, [row], "\t") == (
        "fund\tamount\tstate\ton\tcondition\ngrant\t-5.00\tto_come\t\t'=1+1\n"
    )


def test_an_entry_taken_out_leaves_every_comment_around_it():
    text = "[[p]]\na = 1\n# of a\n\n# about two\n[[p]]\na = 2\n"
    assert without_entry(text, "p", 0) == "# of a\n\n# about two\n[[p]]\na = 2\n"
    assert without_entry(text, "p", 1) == "[[p]]\na = 1\n# of a\n\n# about two\n"


def test_a_change_names_its_file(team):
    change = _edited(team, "payments", lambda kept: kept[0].row.update(amount="7"))
    assert replace(change, before=b"", after=b"", old="", new="") == replace(
        change, before=b"", after=b"", old="", new="", file=team.file, key="payments"
    )  # fmt: skip
    assert change.diff.splitlines()[1:] == [
        ' fund = "grant"      # the grant', "-amount = 40_000.50  # as in the letter",
        "+amount = 7  # as in the letter", ' state = "received"',
    ]  # fmt: skip
