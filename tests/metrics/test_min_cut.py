"""Cuts of many paths at once are those of one path by hand, in numbers that are exact, too."""

import numpy as np
import pytest

from metrics.runway.engine.min_cut import Reach, cuts, payable, payable_in_all, whole_days

ALL = np.array([True, True, True, True])  # two periods, in each people and cloud
CLOUD = np.array([False, True, False, True])
SECOND = np.array([False, False, True, True])


@pytest.mark.parametrize("kind", [float, object])
def test_a_fund_for_one_category_leaves_the_other_unpaid(kind: type) -> None:
    over = cuts([Reach(10, CLOUD)], 4)
    asked = np.array([[3, 4, 3, 4], [3, 9, 3, 9]], dtype=kind)

    assert payable(asked, over).tolist() == [[0, 4, 4, 8], [0, 9, 9, 10]]
    assert payable_in_all(asked, over).tolist() == [8, 10]


@pytest.mark.parametrize("kind", [float, object])
def test_a_cap_and_a_fund_that_opens_later_count_together(kind: type) -> None:
    """12 with at most 5 for the cloud, and 6 more from the second period."""
    over = cuts([Reach(12, ALL & ~CLOUD, ((CLOUD, 5),)), Reach(6, SECOND)], 4)
    asked = np.array([[4, 4, 4, 4], [4, 9, 4, 9], [20, 0, 1, 1]], dtype=kind)

    assert payable(asked, over).tolist() == [[4, 8, 12, 16], [4, 9, 13, 18], [12, 12, 13, 14]]
    assert payable_in_all(asked, over).tolist() == [16, 18, 14]


@pytest.mark.parametrize("kind", [float, object])
def test_days_are_those_before_the_first_that_one_category_cannot_pay(kind: type) -> None:
    over = cuts([Reach(100, ALL & ~CLOUD), Reach(10, CLOUD)], 4)
    before = np.array([[5, 4, 0, 0], [5, 10, 0, 0], [5, 4, 0, 0]], dtype=kind)
    period = np.array([[0, 0, 10, 10], [0, 0, 10, 10], [0, 0, 10, 0]], dtype=kind)

    assert whole_days(before, period, 10, over).tolist() == [6, 0, 10]


def test_one_demand_alone_is_answered_as_one_of_many() -> None:
    over = cuts([Reach(7, ALL)], 4)
    asked = np.array([3, 3, 3, 3], dtype=object)

    assert payable(asked, over).tolist() == [3, 6, 7, 7]
    assert whole_days(np.zeros(4, dtype=object), asked, 12, over) == 7


def test_without_a_fund_nothing_is_paid() -> None:
    assert payable(np.ones((2, 4)), cuts([], 4)).tolist() == [[0] * 4] * 2
