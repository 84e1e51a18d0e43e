"""Where an answer may lead, and that no form of a password in an address is ever shown."""

import pytest

import config
from pipelines import commands
from pipelines.http import Client, Clock, HttpError
from share import post
from tests.servers.scripted import Reply, scripted
from warehouse import read

TWO = Reply('[{"number": 1}, {"number": 2}]')
NO_WAIT = Clock(now=lambda: 0.0, sleep=lambda _: None)
SECRET = "gannet"
FORMS = ["ada:gannet@", "ada:x@gannet@", "gannet@", "ada:x/gannet@", "ada:gannet%40x@"]


def moved(target, status=302):
    return Reply("{}", status, {"Location": target})


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_an_answer_does_not_lead_to_another_host(status):
    with (
        scripted(TWO) as other,
        scripted(moved(f"{other.url}/there", status)) as server,
        pytest.raises(HttpError) as error,
    ):
        Client(server.url, token="t", clock=NO_WAIT).get_json("/x")
    host = other.url.removeprefix("http://")
    assert other.asked == []
    assert error.value.what.endswith(f"/x leads to another host, {host}")
    assert error.value.remedy == (
        f'if that is right, add redirects = ["{host}"] to [limits] of dashboard.toml'
    )
    assert not error.value.passing


@pytest.mark.parametrize(
    "target",
    [
        "http://localhost/", "http://169.254.169.254/latest/meta-data/", "http://10.0.0.1/",
        "http://[::1]/", "http://2130706433/", "//192.168.0.1/x", "file:///etc/passwd",
        "ftp://127.0.0.1/x",
    ],
)  # fmt: skip
def test_an_answer_does_not_lead_to_a_private_address(target):
    with scripted(moved(target)) as server, pytest.raises(HttpError, match="leads to"):
        Client(server.url, clock=NO_WAIT).get_json("/x")


@pytest.mark.parametrize("header", ["Link", "Location"])
def test_a_host_that_two_readers_of_an_address_read_as_two_is_no_address(header):
    """Behind http://one\\@two some see the host one, others the host two."""
    with scripted(TWO) as other, scripted() as server:
        host, own = (each.url.removeprefix("http://") for each in (other, server))
        target = f"http://{host}\\@{own}/there"
        link = {"Link": f'<{target}>; rel="next"'} if header == "Link" else {"Location": target}
        server.replies.append(Reply("[]", 200 if header == "Link" else 302, link))
        with pytest.raises(HttpError, match="which is no address"):
            list(Client(server.url, clock=NO_WAIT).pages("/x"))
    assert other.asked == []


def test_a_host_that_the_team_allows_is_followed_without_the_token_and_the_login():
    with scripted(TWO) as other:
        to = other.url.replace("://", "://ada:gannet@") + "/there"
        with scripted(moved(to)) as server:
            host = other.url.removeprefix("http://")
            client = Client(server.url, token="t", redirects=[host], clock=NO_WAIT)
            assert client.get_json("/x").url == f"{other.url}/there"
    assert "Authorization" not in other.asked[0][1]
    assert server.asked[0][1]["Authorization"] == "Bearer t"


def test_https_does_not_fall_to_http():
    client = Client("https://docs.example", redirects=["docs.example"], clock=NO_WAIT)
    with pytest.raises(HttpError, match="leads from https to http"):
        client.followed("https://docs.example/x", "http://docs.example/x")
    assert client.followed("https://docs.example/x", "/y") == "https://docs.example/y"
    upwards = Client("http://docs.example", clock=NO_WAIT)
    assert upwards.followed("http://docs.example/x", "https://docs.example/y")


def test_a_webhook_is_not_followed_anywhere():
    with scripted(TWO) as other, scripted(moved(other.url)) as server:
        with pytest.raises(post.Unsent, match="refused with 302"):
            post.webhook(server.url, "text")
        with pytest.raises(post.Unsent, match="refused with 302"):
            post.ping(server.url)
    assert other.asked == []


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("answer", [Reply("no", 404), Reply("no"), moved("http://[::1"), TWO])
def test_a_login_in_an_address_is_in_no_message(form, answer):
    with scripted(answer) as server:
        base = server.url.replace("://", f"://{form}")
        with pytest.raises(HttpError) as error:
            client = Client(base, clock=NO_WAIT, budget=0)
            client.get_json("/x?private_token=gannet", expect=dict)
    assert SECRET not in error.value.what + error.value.remedy


@pytest.mark.parametrize("form", FORMS)
def test_a_login_in_an_address_is_in_no_build_and_no_line_of_a_run(tmp_path, capsys, form):
    toml = tmp_path / "dashboard.toml"
    with scripted(Reply("{}", 404)) as server:
        url = server.url.replace("://", f"://{form}")
        toml.write_text(
            f'[[notes]]\nseries = "one"\ngit = "{url}/x"\n'
            f'[[notes]]\nseries = "two"\nhackmd = "{url}/x?token=gannet"\n'
            f'[[notes]]\nseries = "three"\ngithub = "moss"\nlabel = "x"\n'
            f'[github]\norganizations = ["moss"]\napi = "{url}?token=gannet"\n'
            f'[docs]\nprojects = ["hub"]\napi = "{url}?token=gannet"\n'
            f'[launches]\narchive = "{url}/x?token=gannet"\nparquet = "{url}/y?token=gannet"\n'
        )
        commands.main(["--config", str(toml)])
    house = config.load(toml)
    held = []
    for file in house.data.rglob("*"):
        if file.is_file() and file.suffix != ".duckdb":
            held.append(f"{file}{file.read_bytes()!r}")
    for build in read.builds(house.data):
        with read.connect(build) as db:
            tables = [
                name for (name,) in db.sql("select table_name from duckdb_tables()").fetchall()
            ]
            held += [str(db.table(name).fetchall()) for name in tables]
    said = capsys.readouterr()
    assert len(held) > 10
    assert [each for each in (*held, said.out, said.err) if SECRET in each] == []
