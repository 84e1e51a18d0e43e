"""The fields of the forms: each says what it is and in which unit, in words of its own section."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from config import Config
from editing import sections
from editing.sections import currency
from wording import section_fields
from wording.sections import PIECES, by_hand, entries

# Every field of a form: the names of its tables, and its setting.
FIELDS = [
    ((*piece.path, *filter(None, (piece.inside,))), setting)
    for piece in PIECES
    for setting in sections.settings(
        (*piece.path, *([0] if piece.is_list else []), *filter(None, (piece.inside,)))
    )
    if setting.kind not in ("table", "tables") and setting.key not in sections.BY_HAND
]
MARKS = set("`*_[]<>$:~#\\|!@")
UNITS = {
    "days": ("_days",), "months": ("_months", "months"), "{currency}": (
        "amount", "awarded", "encumbered", "kept", "reserve", "sponsor_cap",
    ),
    "%": ("_rate", "sponsor_share", "cut", "price_change", "probability", "rate_band", "shares"),
}  # fmt: skip


def said(section, setting):
    return section_fields.label(
        section, setting.key, currency="{currency}", is_required=setting.is_required
    ).lower()


def test_a_number_names_its_unit_over_its_field():
    without = [
        (section, setting.key, unit)
        for section, setting in FIELDS if setting.kind in ("number", "amounts")
        for unit, endings in UNITS.items()
        if setting.key.endswith(endings) and unit not in said(section, setting)
    ]  # fmt: skip
    assert without == []


def test_a_number_without_a_unit_is_a_count_a_place_or_an_order():
    plain = {
        setting.key for section, setting in FIELDS
        if setting.kind in ("number", "amounts")
        and not any(unit in said(section, setting) for unit in (*UNITS, "1 to 12"))
    }  # fmt: skip
    assert plain == {"persons", "priority"}


def test_every_label_is_words_short_enough_for_a_phone():
    labels = [said(section, setting) for section, setting in FIELDS]
    assert [label for label in labels if "_" in label or len(label) > 48] == []


def test_no_label_holds_what_markdown_would_read():
    # Labels are not escaped: an escape is spoken by a screen reader.
    labels = {said(section, setting).removesuffix(" *") for section, setting in FIELDS}
    assert [label for label in labels if set(label.replace("{currency}", "")) & MARKS] == []


def test_an_entry_without_a_name_is_known_by_its_amount_day_and_fund():
    funds, on = {"gift": "Hub gift"}, date(2026, 7, 15)
    payment = {"fund": "gift", "amount": Decimal("45000.50"), "on": on}
    held = [
        payment, {"fund": "gift", "line": "Fringe", "rate": Decimal("0.25")},
        {"amount": 4500, "starts_on": date(2025, 1, 1)}, {"name": "Own", **payment}, {}, payment,
    ]  # fmt: skip
    assert entries(held, funds) == [
        "45,000.50, 15 Jul 2026, Hub gift 1", "Fringe, Hub gift", "4,500, 1 Jan 2025", "Own", "5",
        "45,000.50, 15 Jul 2026, Hub gift 6",
    ]  # fmt: skip


def test_what_is_by_hand_agrees_with_how_many():
    assert by_hand(["api"]).endswith("api. It decides where a token of the server is sent.")
    assert "api and token_env. They decide" in by_hand(["api", "token_env"])


@pytest.mark.parametrize("words", [section_fields.LABELS, section_fields.HELP])
def test_no_word_is_about_a_setting_that_has_no_field(words):
    known = {".".join((*section, setting.key)) for section, setting in FIELDS}
    known |= {setting.key for _, setting in FIELDS}
    assert words.keys() - known == set()


def test_help_is_of_its_own_section():
    about = section_fields.about
    assert about(("notes",), "git") == ""  # [journal] has one, too
    assert about(("billing",), "account") == "A name of your own for who sends this bill"
    assert about(("funds", "aws_credits"), "account").startswith("Its keys come from")
    assert about(("pending",), "kind") == about(("budget_revisions",), "on") == ""
    assert about(("funding", "ledgers"), "day_first") == about(("usage",), "day_first") != ""


def test_a_value_that_a_field_offers_is_in_words():
    choice = section_fields.choice
    offered = [(section, s.key, value) for section, s in FIELDS for value in s.choices]
    assert [each for each in offered if "_" in choice(*each)] == []
    assert [choice(("payments",), "state", each) for each in ("to_come", "received", "")] == [
        "To come", "Received", "not set",
    ]  # fmt: skip
    assert choice(("funds",), "rate", "month") != choice(("planned_costs",), "per", "month")


def test_two_fields_of_one_form_have_two_names():
    for piece in {section for section, _ in FIELDS}:
        labels = [said(section, setting) for section, setting in FIELDS if section == piece]
        assert len(labels) == len(set(labels)), piece


def test_an_amount_is_in_the_currency_of_its_entry():
    fund = {"id": "gift", "name": "Gift", "kind": "donation", "currency": "EUR"}
    funds = [fund, {**fund, "id": "own", "currency": None}]
    team = Config(file=Path("dashboard.toml"), project={"currency": "CHF"}, funds=funds)
    found = {
        "its own": currency(team, ("pending", 0), {"currency": "GBP"}),
        "the project's": currency(team, ("planned_costs", 0), {"amount": 5}),
        "its fund's": currency(team, ("payments", 0), {"fund": "gift"}),
        "a fund without one": currency(team, ("payments", 0), {"fund": "own"}),
        "a fund's rule": currency(team, ("funds", 0, "interest"), None),
        "no fund yet": currency(team, ("payments", 0), {"on": date(2026, 1, 1)}),
    }
    assert found == {
        "its own": "GBP", "the project's": "CHF", "its fund's": "EUR",
        "a fund without one": "CHF", "a fund's rule": "EUR", "no fund yet": None,
    }  # fmt: skip
