"""Under which names the running dashboard answers, by HTTP and by websocket."""

import http.client
import socket

import pytest
from servers.running import dashboard, free_port

TOML = '[access]\nhosts = ["Team.example.org"]\n'
KEY = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
KEY += "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """The port of a dashboard, and its settings."""
    folder, port = tmp_path_factory.mktemp("hosts"), free_port()
    toml = folder / "dashboard.toml"
    toml.write_text(TOML)
    with dashboard(toml, folder / "data", port):
        yield port, toml


def asked(port, host, path="/"):
    talk = http.client.HTTPConnection("localhost", port, timeout=20)
    talk.request("GET", path, headers={"Host": host})
    answer = talk.getresponse()
    text = answer.read().decode()
    talk.close()
    return answer.status, text


def shaken(port, hosts, origin):
    """The status of a websocket's handshake."""
    named = "".join(f"Host: {host}\r\n" for host in hosts)
    with socket.create_connection(("localhost", port), timeout=20) as line:
        head = f"GET /_stcore/stream HTTP/1.1\r\n{named}Origin: {origin}\r\n{KEY}\r\n"
        line.sendall(head.encode())
        return int(line.recv(64).split()[1])


@pytest.mark.parametrize(
    "host",
    ["localhost", "127.0.0.1:{port}", "[::1]:{port}", "LOCALHOST.", "team.example.org",
     "TEAM.example.org:443"],
)  # fmt: skip
def test_a_known_name_is_answered(served, host):
    port, _ = served
    host = host.replace("{port}", str(port))
    assert asked(port, host)[0] == 200
    assert shaken(port, [host], f"http://{host}") == 101


@pytest.mark.parametrize(
    "host",
    ["rebinding.example", "rebinding.example:{port}", "localhost.rebinding.example", "10.0.0.7",
     "127.0.0.1.rebinding.example", "localhost@rebinding.example", "sub.team.example.org", "",
     "rebinding.example#localhost", "localhost/x", "localhost:x"],
)  # fmt: skip
def test_another_name_reads_nothing(served, host):
    port, _ = served
    host = host.replace("{port}", str(port))
    for path in ("/", "/runway", "/_stcore/health", "/_stcore/host-config", "/media/x"):
        status, text = asked(port, host, path)
        assert (status, "Streamlit" in text) in ((421, False), (400, False))
    assert shaken(port, [host], f"http://{host}") in (403, 400)


def test_two_names_at_once_are_none(served):
    port, _ = served
    hosts = ["localhost", "rebinding.example"]
    assert shaken(port, hosts, "http://localhost") in (400, 403)
    assert shaken(port, hosts[::-1], "http://localhost") in (400, 403)


def test_the_metrics_are_closed_and_health_is_open(served):
    port, _ = served
    for path in ("/_stcore/metrics", "/_stcore/metrics/", "/_stcore/%6detrics"):
        assert "cache" not in asked(port, "localhost", path)[1]
    assert asked(port, "localhost", "/_stcore/metrics")[0] == 404
    assert asked(port, "localhost", "/_stcore/health") == (200, "ok")


def test_a_name_that_was_taken_out_is_refused_at_once_and_a_broken_file_changes_nothing(served):
    port, toml = served
    toml.write_text(TOML + "[broken")
    assert asked(port, "team.example.org")[0] == 200
    toml.write_text(TOML + "[project]\nunknown = 1\n")
    assert asked(port, "team.example.org")[0] == 200
    toml.write_text("")
    assert asked(port, "team.example.org")[0] == 421
    toml.write_text(TOML)
    assert asked(port, "team.example.org")[0] == 200
