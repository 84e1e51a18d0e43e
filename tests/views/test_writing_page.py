"""The Setup page for who may not write, and the token that a browser is given once."""

import http.client

import pytest
from servers.running import dashboard, free_port

TOML = '[project]\nname = "Fernhollow"\n[[funds]]\nid = "gift"\nname = "Gifts"\nkind = "donation"\n'


def test_a_reader_sees_commands_and_no_form(tmp_path, open_view):
    file = tmp_path / "dashboard.toml"
    file.write_text(TOML)
    drawn = open_view("setup", file, tmp_path / "data")
    assert drawn.mistakes == []
    assert not drawn.app.text_input
    assert not drawn.app.date_input
    assert "python -m pipelines add balance" in " ".join(code.value for code in drawn.app.code)
    assert "was not opened as localhost" in drawn.html


@pytest.fixture(scope="module")
def port(tmp_path_factory):
    folder, number = tmp_path_factory.mktemp("token"), free_port()
    (folder / "dashboard.toml").write_text(TOML)
    with dashboard(folder / "dashboard.toml", folder / "data", number, QUARTERDECK_TOKEN="t0k3n"):
        yield number


def asked(port, path):
    talk = http.client.HTTPConnection("localhost", port, timeout=20)
    talk.request("GET", path)
    answer = talk.getresponse()
    answer.read()
    talk.close()
    return answer.status, answer.getheader("location"), answer.getheader("set-cookie")


def test_the_token_becomes_a_cookie_and_leaves_the_address(port):
    cookie = f"quarterdeck_token_{port}=t0k3n; Path=/; HttpOnly; SameSite=Strict"
    assert asked(port, "/setup?token=t0k3n&months=6") == (303, "/setup?months=6", cookie)
    assert asked(port, "//evil.example/?token=t0k3n") == (303, "/evil.example/", cookie)


def test_another_token_is_given_no_cookie(port):
    status, _, cookie = asked(port, "/setup?token=guess")
    assert (status, cookie) == (200, None)
