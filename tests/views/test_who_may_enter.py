"""Who is let in, asked anew at every click, and who reads the mistakes of the settings."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

HOME = Path(__file__).resolve().parents[2]
RULE = '[access]\nemails = ["ada@team.example"]\n'
MISTAKE = RULE + '[github]\norganisations = ["secretmoss"]\n'
ADA = {"is_logged_in": True, "email": "ada@team.example", "email_verified": True}
OVER = ADA | {"exp": 1_500_000_000}
STRANGER = ADA | {"email": "cy@elsewhere.example"}
OUT = {"is_logged_in": False}
SAID = "The settings have a mistake, so nothing is shown."
DOOR = "The team, after signing in."
NOT_LISTED = "The team, and this address is not on its list."


@pytest.fixture
def clicked(tmp_path, monkeypatch):
    """(settings, user, the app so far) → the app after one more click of that user."""
    file = tmp_path / "dashboard.toml"
    monkeypatch.setenv("QUARTERDECK_CONFIG", str(file))
    monkeypatch.setenv("QUARTERDECK_DATA", str(tmp_path / "data"))

    def click(settings, user, app=None):
        file.write_text(settings)
        app = app or AppTest.from_file(str(HOME / "app.py"), default_timeout=60)
        if user is not None:
            app.user = user
        return app.run()

    return click


def answer(app):
    return app.title[0].value.replace("\\", "")


def drawn(app):
    return "\n".join(str(each.proto) for each in app.get("html")) + answer(app)


@pytest.mark.parametrize(("user", "says"), [(ADA, SAID), (STRANGER, NOT_LISTED), (OUT, DOOR)])
def test_mistakes_are_shown_in_full_only_to_who_may_enter(clicked, user, says):
    app = clicked(MISTAKE, user)
    assert answer(app) == says
    assert ("organisations" in drawn(app)) is (user is ADA)


@pytest.mark.parametrize("broken", [RULE + "secretmoss = [", "[access]\nemail = 'secretmoss'\n"])
@pytest.mark.parametrize("user", [ADA, STRANGER, OUT])
def test_where_the_list_cannot_be_read_nobody_who_signs_in_reads_why(clicked, broken, user):
    app = clicked(broken, user)
    assert answer(app) == SAID
    assert "secretmoss" not in drawn(app)
    assert "Fix" not in drawn(app)


def test_without_a_sign_in_the_person_at_the_machine_reads_the_mistake(clicked):
    assert "no_such" in drawn(clicked("no_such = 1\n", None))


def test_a_list_without_a_sign_in_shows_no_mistake(clicked):
    app = clicked(MISTAKE, None)
    assert answer(app) == "Nobody yet: the sign-\u2060in is half set up."
    assert "organisations" not in drawn(app)


def test_a_person_taken_off_the_list_is_out_at_the_next_click(clicked):
    app = clicked(RULE, ADA)
    assert answer(app) == "Briefing: not known, nothing has been read yet."
    assert answer(clicked(RULE.replace("ada@", "bo@"), ADA, app)) == NOT_LISTED


def test_an_identity_that_has_expired_is_out_at_the_next_click(clicked):
    app = clicked(RULE, ADA | {"exp": 4_000_000_000})
    assert answer(app) == "Briefing: not known, nothing has been read yet."
    assert answer(clicked(RULE, OVER, app)) == DOOR


def test_hosts_alone_are_no_list_of_people(clicked):
    hosts = '[access]\nhosts = ["team.example"]\n'
    assert answer(clicked(hosts, None)) == "Briefing: not known, nothing has been read yet."
    assert answer(clicked(hosts, ADA)) == "Nobody yet: the sign-\u2060in is half set up."
    empty = hosts + "emails = []\n"
    assert "nobody is named" in drawn(clicked(empty, None))


def test_behind_a_guard_nobody_enters_whom_it_did_not_hand_over(clicked, monkeypatch):
    monkeypatch.setenv("QUARTERDECK_GUARD", "key of this start")
    for settings in ("", RULE):
        for user in (None, ADA):
            assert answer(clicked(settings, user)) == DOOR
