"""Numbers as other countries write them: read where one reading is left, else no claim."""

import pytest
from notes_house import only, read

from warehouse.records import Claim

ROLL = "# Call 2026-02-09\n\n## Attendees\n\n- Ada Fenwick\n- Bo Orlov\n\n## Notes\n\n"


def claimed(tmp_path, text):
    """Every claim of a note: kind, value and unit."""
    found = only(Claim, read(tmp_path, {"2026-02-09.md": f"{ROLL}{text}\n"}))
    return [(c.kind, c.value, c.unit) for c in found]


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        # thousands parted by blanks and apostrophes
        ("Il reste 27 300 € sur le compte.", [("money", 27_300, "EUR")]),
        ("Il reste 27\u00a0300 € sur le compte.", [("money", 27_300, "EUR")]),
        ("La subvention est de 1\u202f350\u202f000 €.", [("money", 1_350_000, "EUR")]),
        ("Le salon coûte 8'750 CHF.", [("money", 8_750, "CHF")]),
        ("Le salon coûte CHF 8’750.", [("money", 8_750, "CHF")]),
        ("3 040 lecteurs pour 27 300 €", [("other", 3_040, "lecteurs"), ("money", 27_300, "EUR")]),
        ("3\u00a0040 lecteurs", [("other", 3_040, "lecteurs")]),
        # points of thousands and decimal commas
        ("Die Kasse hält 3.400 €.", [("money", 3_400, "EUR")]),
        ("Guthaben von 15.750 EUR", [("money", 15_750, "EUR")]),
        ("Der Stand ist 41.902,35 €.", [("money", 41_902.35, "EUR")]),
        ("La caja tiene 2.750.000 €.", [("money", 2_750_000, "EUR")]),
        ("Porto: 18,40 €", [("money", 18.4, "EUR")]),
        ("Die Quote stieg um 3,5 %.", [("other", 3.5, "%")]),
        ("Stand 41.902,35 €, dazu 2.300 users", [("money", 41_902.35, "EUR"),
                                                ("users", 2_300, "users")]),
        ("They have $3,400 and 2,300 users.", [("money", 3_400, "USD"), ("users", 2_300, "users")]),
        ("The raise is $1,234.56.", [("money", 1_234.56, "USD")]),
        ("We raised $1.234 and paid $2.50.", [("money", 2.5, "USD")]),  # 1.234 may be either
        ("Der Fonds gibt 2,5 Millionen Euro.", [("money", 2_500_000, "EUR")]),
        ("L'État donne 3 millions d’euros.", [("money", 3_000_000, "EUR")]),
        # nobody counts to a thousandth, but seconds may be
        ("We paid $2.50. It has 1.234 users.", [("money", 2.5, "USD")]),
        ("We paid $2.50. Open issues: 1.234", [("money", 2.5, "USD")]),
        ("It took 3.142 seconds for $2.50.", [("other", 3.142, "seconds"), ("money", 2.5, "USD")]),
        # Japanese units
        ("助成金は38万円です。", [("money", 380_000, "JPY")]),
        ("会場費は12,500円。", [("money", 12_500, "JPY")]),
        ("¥12,500 を支払う", [("money", 12_500, "JPY")]),
        ("予算は1.2億円", [("money", 120_000_000, "JPY")]),
        ("次回は3月7日10時", []),
    ],
)  # fmt: skip
def test_a_number_is_read_as_its_country_writes_it(text, claims, tmp_path):
    assert claimed(tmp_path, text) == claims


@pytest.mark.parametrize(
    "text",
    [
        "There are 2.300 users.",  # nothing in the note says which
        "$12.50 each, 2.300 €",  # a point is this note's decimal point
        "18,40 €; 2,300 users",  # a comma is its decimal comma
        "$12.50 here, 18,40 € there, 2.300 users",  # both
        "On day 2 300 users came.",  # two numbers or one
    ],
)
def test_three_digits_that_can_be_read_in_two_ways_claim_nothing(text, tmp_path):
    values = [value for _, value, _ in claimed(tmp_path, text)]
    assert not {2.3, 2_300, 300} & set(values)


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("9 of 16 mooring rings are sound", [("other", 9, "of 16 mooring rings")]),
        ("7 out of 11 harbours answered", [("other", 7, "of 11 harbours")]),
        ("we closed 31 of the 44 issues", [("issues_closed", 31, "of 44 issues")]),
        ("17 von 20 Gauges sind da", [("other", 17, "of 20 Gauges")]),
        ("88 rings, 71 of them are sound", [("other", 88, "rings"), ("other", 71, "rings")]),
    ],
)
def test_of_a_part_and_its_whole_the_part_is_claimed(text, claims, tmp_path):
    assert claimed(tmp_path, text) == claims


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        (
            "We closed 40% out of 120 issues.",
            [("issues_closed", 40, "%"), ("issues_open", 120, "issues")],
        ),
        ("We closed 40% of the issues, out of the 95.",
         [("issues_closed", 40, "%"), ("issues_open", 95, "issues")]),
        ("The response rate was 60% out of our 35.", [("other", 60, "%"), ("other", 35, None)]),
        ("The room was 8 out of 10.", []),
    ],
)  # fmt: skip
def test_a_share_out_of_a_whole_claims_both(text, claims, tmp_path):
    assert claimed(tmp_path, text) == claims


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("14 students enrolled for the summer", [("other", 14, "students")]),
        ("30 teachers invited", [("other", 30, "teachers")]),
        ("300 students used the hub", [("users", 300, "students")]),
        ("Our reserves cover about 9 months of expenses.", [("runway_months", 9, "months")]),
        ("Expenses are covered for about 9 months.", [("runway_months", 9, "months")]),
        ("Berths taken so far: 41", [("other", 41, "Berths")]),
        ("- downloads: 1,307", [("other", 1307, "downloads")]),
        ("Votes: 7", []),
    ],
)
def test_kinds_of_numbers_in_other_clothes(text, claims, tmp_path):
    assert claimed(tmp_path, text) == claims
