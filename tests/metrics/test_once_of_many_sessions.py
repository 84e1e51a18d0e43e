"""Sessions that ask one build at the same time share its answers safely."""

import threading
from concurrent.futures import ThreadPoolExecutor

from metrics.once import MOST, once, within


@once
def doubled(db, number):
    """Two times a number."""
    return 2 * number


class Cleared(dict):
    """Answers that another session clears right after this one has looked."""

    def __contains__(self, key):
        found = super().__contains__(key)
        self.clear()
        return found

    def get(self, key, default=None):
        found = super().get(key, default)
        self.clear()
        return found


def test_answers_that_another_session_clears_are_asked_again():
    answers = Cleared()
    with within(answers):
        assert [doubled(None, 4), doubled(None, 4), doubled(None, 4)] == [8, 8, 8]


def test_sessions_that_ask_the_same_things_at_once_get_the_same_answers():
    answers, ready, numbers = {}, threading.Barrier(8), range(2 * MOST)

    def session(_):
        ready.wait()
        with within(answers):
            return [doubled(None, number) for number in numbers]

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(session, range(8)))
    assert found == [[2 * number for number in numbers]] * 8
    assert len(answers) <= MOST + 8
