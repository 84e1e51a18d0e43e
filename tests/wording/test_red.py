"""Red is kept for a fault, and for a date that a source states; all else is amber or grey."""

import colorsys
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from test_wording_briefing import BURN

from charts.theme import DARK, LIGHT
from metrics.briefing.figures import DocsFailing, MonthlyBurn, OpenIssues
from metrics.briefing.meeting_pairs import Pair
from wording import briefing_tiles, funds

PAIR = Pair("cafe", date(2026, 8, 18), date(2026, 9, 17), True)


def test_of_all_states_of_funds_only_a_deadline_that_a_source_states_is_red():
    states = {**funds.STATES, **funds.DUE_STATES}
    assert [name for name, state in states.items() if state.tone == "act"] == ["past"]


def test_a_figure_that_got_worse_is_amber_and_one_that_got_better_green():
    cheaper = replace(BURN, gross=Decimal(200), last_on=date(2026, 8, 18))
    dearer = replace(cheaper, gross=Decimal(300))
    moved = ((9, 4), (4, 9), (4, 4))
    figures = [
        *(MonthlyBurn("gross", BURN, before, (), ()) for before in (cheaper, dearer)),
        *(OpenIssues(now, before, (), ()) for now, before in moved),
        *(DocsFailing(now, before, 9, (), ()) for now, before in moved),
    ]
    tones = [tile.tone for tile in briefing_tiles.tiles(figures, PAIR)]
    assert tones == ["watch", "fine", *("watch", "fine", "off") * 2]


@pytest.mark.parametrize("ink", [LIGHT, DARK])
def test_nobody_pays_is_amber(ink):
    red, green, blue = (int(ink.fund["unfunded"][n : n + 2], 16) / 255 for n in (1, 3, 5))
    hue, *_ = colorsys.rgb_to_hsv(red, green, blue)
    assert 25 < hue * 360 < 45
