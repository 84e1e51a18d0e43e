"""Answers no server should give: each is one HttpError, never a traceback."""

from http.server import BaseHTTPRequestHandler

import pytest

from pipelines import raw
from pipelines.http import Client, Clock, HttpError
from tests.servers.loopback import listening

ANSWERS = {
    "JSON nested 100,000 deep": (200, {}, b"[" * 100_000),
    "an error body nested 100,000 deep": (404, {}, b"[" * 100_000),
    "a redirect to half an address": (302, {"Location": "http://[::1"}, b""),
    "a redirect to a port that is none": (302, {"Location": "http://localhost:port/"}, b""),
    "a next link to half an address": (200, {"Link": '<http://[::1>; rel="next"'}, b"[]"),
    "a wait of ² seconds": (429, {"Retry-After": "\xb2"}, b"{}"),
    "a wait of nan seconds": (503, {"Retry-After": "nan"}, b"{}"),
    "a wait of 10^400 seconds": (429, {"Retry-After": "1" + "0" * 400}, b"{}"),
    "a reset at ²": (
        403, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "\xb2"}, b"{}"),
    "a date of no month": (429, {"Retry-After": "Mon, 99 Foo 2024 00:00:00 GMT"}, b"{}"),
    "² requests left": (200, {"X-RateLimit-Remaining": "\xb2"}, b'{"a": 1}'),
    "a number of 5,000 digits": (200, {}, b"[" + b"1" * 5_000 + b"]"),
    "half a UTF-16 pair": (200, {}, b'{"a": "\\ud800"}'),
    "bytes that are no UTF-8": (200, {}, b'["\xff"]'),
    "a gzip that is none": (200, {"Content-Encoding": "gzip"}, b"[]"),
}  # fmt: skip


class Odd(BaseHTTPRequestHandler):
    """Gives the server's one answer."""

    def do_GET(self):
        status, headers, body = self.server.answer
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", **headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.mark.parametrize("kind", ANSWERS)
def test_an_odd_answer_is_one_message(kind):
    with listening(Odd, answer=ANSWERS[kind]) as url:
        client = Client(url, budget=200, clock=Clock(lambda: 1_500_000_000.0, lambda _: None))
        try:
            for answer in client.pages("/things"):
                assert isinstance(answer.body, list)
        except HttpError as error:
            assert error.what and error.remedy and "Traceback" not in error.what


def test_half_a_character_of_an_answer_is_kept_as_letters_that_a_file_can_hold(tmp_path):
    body = b'{"a\\ud800": ["\\uDC00", "\\ud83d\\ude00", 1]}'
    with listening(Odd, answer=(200, {}, body)) as url:
        found = Client(url).get_json("/things", expect=dict).body
    assert found == {"a\\ud800": ["\\udc00", "\U0001f600", 1]}
    raw.save(tmp_path / "things.json", found)
    assert raw.load(tmp_path / "things.json", None) == found
