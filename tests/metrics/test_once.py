"""Over one build an equal question is answered once, and nowhere else."""

import duckdb
import pytest

from metrics import once
from metrics.rows import column, frame


def _counted() -> duckdb.DuckDBPyConnection:
    db = duckdb.connect()
    db.execute("create table meeting as select 1 as id")
    return db


def test_an_equal_question_to_one_build_is_answered_once() -> None:
    db, kept = _counted(), once.Answers()
    with once.within(kept):
        assert column(db, "select count(*) from meeting where id < ?", [9]) == [1]
        db.execute("insert into meeting values (2)")  # no build ever does
        assert column(db, "select count(*) from meeting where id < ?", [9]) == [1]
        assert column(db, "select count(*) from meeting where id < ?", [8]) == [2]
    assert len(kept) == 2


def test_without_a_build_each_question_is_answered_afresh() -> None:
    db = _counted()
    assert column(db, "select count(*) from meeting") == [1]
    db.execute("insert into meeting values (2)")
    assert column(db, "select count(*) from meeting") == [2]


def test_two_builds_keep_their_own_answers() -> None:
    one, other = _counted(), duckdb.connect()
    other.execute("create table meeting as select 1 as id where false")
    with once.within({}):
        assert column(one, "select id from meeting") == [1]
        with once.within({}):
            assert column(other, "select id from meeting") == []
        assert column(one, "select id from meeting") == [1]


def test_a_frame_that_somebody_changes_is_not_the_next_ones() -> None:
    db = _counted()
    with once.within({}):
        found = frame(db, "select id from meeting")
        found["id"] = 7
        assert frame(db, "select id from meeting")["id"].tolist() == [1]


@pytest.mark.slow
def test_no_more_answers_are_kept_than_a_build_may_have() -> None:
    db, kept = _counted(), once.Answers()
    with once.within(kept):
        for n in range(once.MOST + 1):
            column(db, "select id from meeting where id <> ?", [-n])
    assert len(kept) == 1
