"""Pages while builds come and go: each run asks one build, and what is gone is kept by nobody."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import streamlit as st
from builds import BUILT_AT, INFO
from streamlit.testing.v1 import AppTest

from metrics.data_quality import sources
from views import page
from warehouse import read
from warehouse.build import publish


def add_build(data: Path, hours: int) -> str:
    """Publish a build of so many hours later; when it was made."""
    at = BUILT_AT + timedelta(hours=hours)
    publish([replace(INFO, built_at=at)], data, built_at=at)
    return str(at)


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FOLDER", str(tmp_path))
    st.cache_data.clear()
    st.cache_resource.clear()
    return tmp_path


def swept_after_pin() -> None:
    """A page whose build is swept, and forgotten by the server, after it was chosen."""
    import os
    from pathlib import Path

    import streamlit as st

    from metrics.data_quality import sources
    from views import page

    page.pin(Path(os.environ["FOLDER"]))
    if "is_swept" not in st.session_state:
        st.session_state["is_swept"] = True
        page.build().unlink()
        st.cache_resource.clear()
    st.write(str(page.ask(sources.info).built_at))


def test_a_page_whose_build_was_swept_is_drawn_anew(data: Path) -> None:
    left = add_build(data, 1)
    add_build(data, 2)
    app = AppTest.from_function(swept_after_pin).run()
    assert [each.message for each in app.exception] == []
    assert [each.value for each in app.markdown] == [left]


def asks() -> None:
    """A page that asks two builds a question, which writes down that it was asked."""
    import os
    from pathlib import Path

    from views import page

    def built_at(db) -> str:  # type: ignore[no-untyped-def]
        found = str(db.execute("select built_at from build_info").fetchall()[0][0])
        with (Path(os.environ["FOLDER"]) / "asked").open("a") as asked:
            asked.write(f"{found}\n")
        return found

    page.pin(Path(os.environ["FOLDER"]))
    page.ask(built_at)
    page.ask_before(built_at)


def asked(data: Path) -> list[str]:
    """What two pages, one after the other, had to ask."""
    (data / "asked").write_text("")
    for _ in range(2):
        assert not AppTest.from_function(asks).run().exception
    return (data / "asked").read_text().splitlines()


def test_answers_of_older_builds_are_dropped_once_there_is_a_newer_one(data: Path) -> None:
    one = add_build(data, 1)
    assert asked(data) == [one]
    two = add_build(data, 2)
    assert asked(data) == [two, one]
    assert asked(data) == []


def test_sessions_that_ask_the_same_thing_at_once_get_the_same_answer(data: Path) -> None:
    add_build(data, 1)
    page.pin(data)
    ready = threading.Barrier(6)

    def session(_: int) -> list[object]:
        ready.wait()
        return [page.ask(sources.info), page.ask(sources.runs), page.ask(sources.info)]

    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(session, range(6)))
    assert found == [found[0]] * 6
    assert found[0][0] == sources.info(read.connect(page.build()))
