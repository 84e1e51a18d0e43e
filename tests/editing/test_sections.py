"""The forms that are drawn from the models: what they show, what they take, what they refuse."""

from datetime import date
from decimal import Decimal

import pytest

from config import Config
from editing import sections
from editing.save import NotSaved
from editing.sections import Setting
from wording.sections import PIECES

CHECKED = {  # without a form: who holds the file decides
    "file", "access", "alerts", "engine", "journal", "limits",
}  # fmt: skip


def setting(path, key):
    return next(each for each in sections.settings(path) if each.key == key)


def test_every_section_has_a_form_but_those_that_only_the_file_decides():
    assert {piece.path[0] for piece in PIECES} == set(Config.model_fields) - CHECKED


def test_a_setting_has_the_kind_and_the_choices_of_its_model():
    assert setting(("funds", 0), "kind") == Setting(
        "kind", "choice", ("grant", "credits", "donation", "in_kind"), True, None
    )
    assert setting(("billing", 0), "day_first").choices == ("yes", "no")


@pytest.mark.parametrize(
    ("path", "key", "typed", "value"),
    [
        (("funds", 0), "awarded", "90,000", 90_000),
        (("funds", 0), "overhead_rate", "0.15", Decimal("0.15")),
        (("funds", 0), "pays_for", "people\n\n compute ", ["people", "compute"]),
        (("funds", 0), "caps", "compute = 20,000.50", {"compute": Decimal("20000.50")}),
        (("funds", 0), "ends_on", date(2027, 1, 1), date(2027, 1, 1)),
        (("funds", 0), "public", True, True),
        (("billing", 0), "where", "Status = Paid\nStatus = Open", {"Status": ["Paid", "Open"]}),
        (("billing", 0), "columns", "date = Due = on", {"date": "Due = on"}),
        (("billing", 0), "day_first", "no", False),
        (("billing", 0), "day_first", "", None),
        (("notes", 0), "hackmd", "https://hackmd.io/@a/b", ["https://hackmd.io/@a/b"]),
        (("scenarios", 0), "price_change", "−0.10", Decimal("-0.10")),
        (("funds", 0), "fee_rate", "0.125", Decimal("0.125")),
    ],
)
def test_what_was_typed_is_the_value_of_the_file(path, key, typed, value):
    assert sections.value_of(setting(path, key), typed) == value


@pytest.mark.parametrize(
    ("path", "key", "typed", "why"),
    [
        (("funds", 0), "awarded", "12.500", "is no number"),
        (("funds", 0), "awarded", "12.500,40", "is no number"),
        (("funds", 0), "awarded", "plenty", "is no number"),
        (("funds", 0), "caps", "compute", "is no pair"),
        (("funds", 0), "caps", "compute = much", "is no number"),
    ],
)
def test_what_could_be_misread_is_refused_in_words(path, key, typed, why):
    with pytest.raises(ValueError, match=why):
        sections.value_of(setting(path, key), typed)


@pytest.mark.parametrize(
    "values",
    [
        {"path": "/etc"}, {"path": "../../secrets"}, {"path": "~/notes"}, {"path": "C:\\notes"},
        {"path": "notes/..\\..\\x"}, {"git": "file:///srv/repo"}, {"git": "FILE:///srv/repo"},
        {"hackmd": ["https://hackmd.io/a", "/etc/passwd"]}, {"balances": "/var/x.csv"},
    ],
)  # fmt: skip
def test_somebody_at_another_machine_names_no_place_outside_the_folder(values):
    with pytest.raises(NotSaved, match=r"is outside the folder of dashboard\.toml"):
        sections.refuse_outside(values, is_remote=True)
    sections.refuse_outside(values, is_remote=False)


@pytest.mark.parametrize(
    "values",
    [
        {"path": "notes/monthly"}, {"path": "bills/*.csv"}, {"name": "/etc"},
        {"path": "s3://bucket/../x"}, {"git": "https://example.org/a.git"},
    ],
)  # fmt: skip
def test_places_in_the_folder_and_addresses_are_taken_from_anybody(values):
    sections.refuse_outside(values, is_remote=True)
