"""The sponsor reads the claim about the end of the money, whole, and no advice to the team."""

from datetime import date
from decimal import Decimal

import pytest
from runway_records import balance, every_day, fund, info, planned

from config import Preset
from share import money
from share.facts import pack_facts
from warehouse.records import Rate

AS_OF = date(2020, 7, 21)
RANGE = [fund("a"), balance("a", AS_OF, 9000), *every_day(date(2020, 1, 1), AS_OF, "100")]
EUROS = [fund("e", currency="EUR"), balance("e", AS_OF, 500), planned(100, AS_OF, currency="EUR")]


def sentences(db):
    preset = Preset(name="x", recipient="X", audience="funder", project_runway=True)
    facts = pack_facts(db, preset, AS_OF)
    return " ".join(money.money_end(facts).sentences)


@pytest.mark.slow
def test_a_sponsor_reads_that_another_currency_has_a_runway_of_its_own(build):
    text = sentences(build([*RANGE, *EUROS, info(AS_OF)]).cursor())
    assert "EUR has a runway of its own." in text
    assert "Plan for" not in text


def test_with_a_rate_there_is_no_other_runway_to_mention(build):
    rate = Rate("EUR", "USD", AS_OF, Decimal("1.1"), "ECB")
    text = sentences(build([*RANGE, *EUROS, rate, info(AS_OF)]).cursor())
    assert "of its own" not in text
