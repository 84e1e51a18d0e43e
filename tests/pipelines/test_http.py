import gzip
import time

import pytest

from config import load
from pipelines import unit
from pipelines.http import Client, HttpError
from pipelines.silence import Silence
from tests.servers.scripted import Reply, scripted
from tests.servers.watch import Watch

TWO = Reply('[{"number": 1}, {"number": 2}]')
SECONDARY = '{"message": "You have exceeded a secondary rate limit"}'


@pytest.fixture
def watch():
    return Watch(1_600_000_000.0)


def limited(status=403, body=SECONDARY, **headers):
    return Reply(body, status, {name.replace("_", "-"): str(v) for name, v in headers.items()})


def test_json_comes_parsed_with_its_validator_and_the_requests_left(watch):
    reply = Reply('[{"a": 1}]', headers={"ETag": '"x"', "X-RateLimit-Remaining": "41"})
    with scripted(reply) as server:
        client = Client(server.url, clock=watch.clock)
        answer = client.get_json("/orgs/lab/repos?type=all")
    assert (answer.body, answer.etag, answer.unchanged) == ([{"a": 1}], '"x"', False)
    assert client.left == 41
    assert server.paths() == ["/orgs/lab/repos?type=all"]


def test_an_unchanged_answer_has_no_body(watch):
    with scripted(Reply(b"", 304)) as server:
        answer = Client(server.url).get_json("/x", etag='"old"', last_modified="Mon, 1 Jan 2018")
    assert (answer.unchanged, answer.body) == (True, None)
    asked = server.asked[0][1]
    assert (asked["If-None-Match"], asked["If-Modified-Since"]) == ('"old"', "Mon, 1 Jan 2018")


@pytest.mark.parametrize(
    "fault",
    [
        Reply(b"", 502), Reply(b"", 503), Reply(TWO.body, how="truncate"),
        Reply(TWO.body, how="cut"), Reply(how="reset"), Reply("<title>Unicorn!</title>",
        headers={"Content-Type": "text/html"}), Reply('[{"number": 1, "ti'), Reply(""),
        Reply('{"message": "x"}'),
    ],
    ids=["502", "503", "truncated", "cut", "reset", "html", "half", "empty", "object"],
)  # fmt: skip
def test_a_passing_fault_is_asked_again_and_leaves_no_trace(fault, watch):
    with scripted(fault, TWO) as server:
        answer = Client(server.url, clock=watch.clock).get_json("/x")
    assert answer.body == [{"number": 1}, {"number": 2}]
    assert (len(server.asked), watch.slept) == (2, [1])


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        (Reply(b"", 502), "answered 502"),
        (Reply("<title>Unicorn!</title>", headers={"Content-Type": "text/html"}), "Unicorn"),
        (Reply('[{"number": 1, "ti'), "answered broken JSON"),
        (Reply('{"message": "x"}'), "expected a list"),
        (Reply(how="reset"), "could not be reached"),
        (Reply(TWO.body, how="truncate"), "broke off in mid-answer"),
    ],
)
def test_a_fault_that_stays_ends_after_four_tries_and_is_passing(fault, says, watch):
    with scripted(fault) as server, pytest.raises(HttpError, match=says) as error:
        Client(server.url, clock=watch.clock).get_json("/repos/lab/hub/issues?q=secret")
    assert (len(server.asked), watch.slept) == (4, [1, 2, 4])
    assert error.value.passing
    assert error.value.stops is (fault.how == "reset")  # a host that never answered is left alone
    assert "secret" not in error.value.what


def test_a_dripping_answer_ends_at_the_deadline(watch):
    with scripted(Reply("[" + " " * 200 + "]", how="drip")) as server:
        began = time.monotonic()
        with pytest.raises(HttpError, match="took longer than"):
            Client(server.url, deadline=0.2, clock=watch.clock).get_json("/x")
    assert time.monotonic() - began < 8  # four tries of 0.2 s; the answer itself takes 40 s


def test_a_silent_server_is_left_at_the_deadline(watch):
    with (
        scripted(Reply(how="silent")) as server,
        pytest.raises(HttpError, match="gave no answer in"),
    ):
        Client(server.url, deadline=0.1, clock=watch.clock).get_json("/x")
    assert (len(server.asked), watch.slept) == (1, [])  # asking again would take as long again


def test_a_host_that_never_answers_is_asked_once_for_all_its_sites(watch):
    with scripted(Reply(how="reset")) as server:
        client = Client(server.url, clock=watch.clock)
        said = []
        for site in "abcdefgh":
            with pytest.raises(HttpError) as error:
                client.get_json(f"/projects/{site}/")
            said.append(error.value.what)
    assert len(server.asked) == 4
    assert set(said) == {"127.0.0.1 could not be reached"}


def test_a_host_that_answered_is_left_after_two_questions_in_vain(watch):
    with scripted(TWO, Reply(how="reset")) as server:
        client = Client(server.url, clock=watch.clock)
        client.get_json("/x")
        for _ in range(3):
            with pytest.raises(HttpError, match="could not be reached"):
                client.get_json("/x")
    assert len(server.asked) == 1 + 4 + 4


def test_hosts_without_an_answer_cost_less_than_a_minute_together():
    silence, waited = Silence(), []
    for _ in range(6):
        waited.append(silence.patience)
        silence.cost(silence.patience)
    assert sum(waited) < 45
    assert [round(each, 1) for each in waited] == [15.0, 10.0, 6.7, 4.4, 3.0, 2.0]


def test_a_host_without_an_answer_is_asked_once_in_an_ingest_whoever_asks(tmp_path, watch):
    settings = tmp_path / "dashboard.toml"
    settings.write_text("")
    with scripted(Reply(how="reset")) as server, unit.during(load(settings)):
        for path in ("/api", "/archive"):
            with pytest.raises(HttpError, match="could not be reached"):
                Client(server.url, clock=watch.clock).get_json(path)
        with pytest.raises(HttpError):
            Client(f"{server.url}/team/notes.git").probe("info/refs")
    assert len(server.asked) == 4


@pytest.mark.parametrize("status", [403, 429])
def test_retry_after_is_waited_for(status, watch):
    with scripted(limited(status, Retry_After=2), TWO) as server:
        Client(server.url, clock=watch.clock).get_json("/x")
    assert watch.slept == [2]


def test_retry_after_may_be_a_date_on_the_servers_own_clock(watch):
    date = {"Retry_After": "Thu, 20 Sep 2018 10:00:30 GMT", "Date": "Thu, 20 Sep 2018 10:00:00 GMT"}
    with scripted(limited(429, **date), TWO) as server:
        Client(server.url, clock=watch.clock).get_json("/x")
    assert watch.slept == [30]


@pytest.mark.parametrize("nonsense", ["abc", "-5", ""])
def test_a_secondary_limit_without_a_usable_time_waits_a_minute_then_doubles(nonsense, watch):
    with scripted(limited(Retry_After=nonsense)) as server, pytest.raises(HttpError) as error:
        Client(server.url, clock=watch.clock).get_json("/x")
    assert watch.slept == [60, 120, 240]
    assert (error.value.passing, error.value.stops) == (True, True)


def test_a_wait_beyond_the_budget_is_not_begun_and_nothing_more_is_asked(watch):
    with scripted(limited(Retry_After=86_400)) as server:
        client = Client(server.url, clock=watch.clock, budget=900)
        for _ in range(3):
            with pytest.raises(HttpError, match="rate limit reached; it resets at") as error:
                client.get_json("/x")
    assert (watch.slept, len(server.asked)) == ([], 1)
    assert (error.value.passing, error.value.stops) == (True, True)
    assert error.value.remedy == "run again after that"  # no token would help here


def test_a_primary_limit_waits_for_its_reset(watch):
    reset = int(time.time()) + 100
    with scripted(limited(X_RateLimit_Remaining=0, X_RateLimit_Reset=reset), TWO) as server:
        Client(server.url, clock=watch.clock).get_json("/x")
    assert watch.slept[0] == pytest.approx(100, abs=5)


def test_a_reset_in_the_past_is_no_negative_wait(watch):
    with scripted(limited(X_RateLimit_Remaining=0, X_RateLimit_Reset=1_000), TWO) as server:
        Client(server.url, clock=watch.clock).get_json("/x")
    assert watch.slept == [1]


def test_a_plain_403_is_final_and_no_limit(watch):
    body = '{"message": "Resource not accessible by personal access token"}'
    with scripted(limited(body=body)) as server, pytest.raises(HttpError) as error:
        Client(server.url, clock=watch.clock).get_json("/x")
    assert (len(server.asked), error.value.passing, error.value.stops) == (1, False, False)
    assert "Resource not accessible" in error.value.what


def test_a_bad_token_stops_everything_and_is_not_told(watch):
    with scripted(Reply('{"message": "Bad credentials"}', 401)) as server:
        client = Client(server.url, token="s3cret", clock=watch.clock)
        for _ in range(2):
            with pytest.raises(HttpError, match="answered 401") as error:
                client.get_json("/x")
    assert len(server.asked) == 1
    assert (error.value.passing, error.value.stops) == (False, True)
    assert "s3cret" not in f"{error.value.what} {error.value.remedy} {error.value!r}"


def test_a_token_no_header_can_carry_is_refused_without_being_told():
    with pytest.raises(HttpError) as error:
        Client("http://127.0.0.1:9", token="s3cret\nX: y")
    assert "s3cret" not in str(error.value)


def test_a_netrc_entry_replaces_no_token_and_adds_none(tmp_path, monkeypatch):
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login tim password pw\n")
    monkeypatch.setenv("NETRC", str(netrc))
    with scripted(TWO) as server:
        Client(server.url, token="t1").get_json("/x")
        Client(server.url, token="t2", scheme="Token").get_json("/x")
        Client(server.url).get_json("/x")
    sent = [headers.get("Authorization") for _, headers in server.asked]
    assert sent == ["Bearer t1", "Token t2", None]


def test_a_next_link_to_another_host_is_refused_and_never_asked(watch):
    with scripted(TWO) as other:
        link = {"Link": f'<{other.url}/page2>; rel="next"'}
        with scripted(Reply(TWO.body, headers=link)) as server:
            client = Client(server.url, token="t", clock=watch.clock)
            with pytest.raises(HttpError, match="next link leaves"):
                list(client.pages("/x"))
    assert other.asked == []


def test_pages_follow_the_next_link_of_the_same_host():
    with scripted(TWO) as server:
        link = {"Link": f'<{server.url}/repositories/1/issues?after=abc>; rel="next"'}
        server.replies.insert(0, Reply(TWO.body, headers=link))
        answers = list(Client(server.url).pages("/x"))
    assert [len(answer.body) for answer in answers] == [2, 2]
    assert server.paths() == ["/x", "/repositories/1/issues?after=abc"]


def test_a_redirect_in_a_circle_is_named(watch):
    circle = Reply("{}", 301, {"Location": "/x"})
    with scripted(circle) as server, pytest.raises(HttpError, match="in a circle") as error:
        Client(server.url, clock=watch.clock).get_json("/x")
    assert error.value.passing
    assert len(server.asked) == 5


def test_requests_are_paced_to_so_many_a_minute(watch):
    with scripted(TWO) as server:
        client = Client(server.url, per_minute=2, clock=watch.clock)
        for _ in range(5):
            client.get_json("/x")
    assert watch.slept == [60, 0, 60]


def test_a_download_replaces_the_file_whole_or_leaves_it(tmp_path, watch):
    file = tmp_path / "a" / "events.jsonl"
    with scripted(Reply("new", headers={"ETag": '"1"'}), Reply("newer", how="truncate")) as server:
        client = Client(server.url, clock=watch.clock)
        assert client.download("events.jsonl", file).etag == '"1"'
        with pytest.raises(HttpError):
            client.download("events.jsonl", file)
    assert [(p.name, p.read_text()) for p in file.parent.iterdir()] == [("events.jsonl", "new")]


def test_a_web_page_is_no_data(tmp_path, watch):
    with scripted(Reply("<html>sign in", headers={"Content-Type": "text/html"})) as server:
        client = Client(server.url, clock=watch.clock)
        with pytest.raises(HttpError, match="a web page where data are due"):
            client.download("x", tmp_path / "x")
        with pytest.raises(HttpError, match="a web page where data are due"):
            client.get_bytes("x")


@pytest.mark.parametrize("address", ["nonsense", "http://[bad", "ftp://host", "http://h:port"])
def test_a_wrong_address_asks_for_a_person(address):
    with pytest.raises(HttpError, match="is no address") as error:
        Client(address).get_json("/x")
    assert not error.value.passing


def test_a_gzip_bomb_is_left_once_its_unpacked_size_is_too_large(watch):
    packed = gzip.compress(b"[" + b" " * 20_000_000 + b"]")
    headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
    with scripted(Reply(packed, headers=headers)) as server:
        client = Client(server.url, largest=5e6, clock=watch.clock)
        with pytest.raises(HttpError, match="sent more than 5 MB") as error:
            client.get_json("/x")
    assert len(packed) < 50_000
    assert (error.value.passing, len(server.asked), watch.slept) == (False, 1, [])


def test_a_download_that_is_too_large_leaves_the_file_as_it_was(tmp_path, watch):
    file = tmp_path / "events.jsonl"
    file.write_text("before")
    reply = Reply("x" * 100_000, headers={"Content-Type": "text/plain"})
    with scripted(reply) as server, pytest.raises(HttpError, match="sent more than"):
        Client(server.url, largest=5e4, clock=watch.clock).download("/x", file)
    assert file.read_text() == "before"
    assert list(tmp_path.iterdir()) == [file]
