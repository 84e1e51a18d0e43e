"""Who may write: an editor who is signed in, or who sits at the machine and has its token."""

from dataclasses import replace

import pytest

from config import Access
from editing.who import Person, Request, folder_refusal, refusal

HERE = Request(
    address="localhost", port=8501, headers={"host": ["localhost:8501"]}, token="t0k3n",
    given="t0k3n",
)  # fmt: skip
LIST = Access(emails=["ada@example.org", "bo@example.org"], editors=["Ada@example.org"])


def _asked(**more):
    return replace(HERE, headers={**HERE.headers, **{k: [v] for k, v in more.items()}})


def test_who_sits_at_the_machine_and_has_the_token_may_write():
    for address in ("localhost", "127.0.0.1", "::1"):
        for host in ("localhost:8501", "127.0.0.1:8501", "LOCALHOST:8501"):
            here = replace(HERE, address=address, headers={"host": [host]})
            assert refusal(here, None) is None
    assert refusal(HERE, Access(hosts=["team.example.org"])) is None


@pytest.mark.parametrize("address", [None, "", "0.0.0.0", "192.0.2.7", "::", "team.example.org"])
def test_nobody_writes_to_a_server_that_listens_to_others(address):
    assert refusal(replace(HERE, address=address), None) == "not_loopback"


@pytest.mark.parametrize(
    "host",
    ["evil.example:8501", "localhost", "localhost:8502", "127.0.0.1:80", "localhost.evil.example",
     "localhost:8501.evil.example", "[::1]:8501", "127.0.0.2:8501", "", "user@localhost:8501",
     "team.example.org"],
)  # fmt: skip
def test_another_name_or_port_is_a_page_of_somebody_else(host):
    assert refusal(replace(HERE, headers={"host": [host]}), None) == "host"


def test_two_names_or_none_are_refused():
    for hosts in ([], ["localhost:8501", "localhost:8501"]):
        assert refusal(replace(HERE, headers={"host": hosts}), None) == "host"


@pytest.mark.parametrize(
    "header",
    ["forwarded", "via", "x-real-ip", "x-forwarded-for", "x-forwarded-proto", "x-forwarded-host",
     "x-forwarded-context", "x-proxycontextpath", "x-forwarded-user"],
)  # fmt: skip
def test_a_request_that_was_passed_on_is_refused_as_behind_nginx_or_jupyter(header):
    assert refusal(_asked(**{header: ""}), None) == "passed_on"


def test_a_base_path_means_that_something_is_in_front():
    assert refusal(replace(HERE, base_path="/user/ada/proxy/8501/"), None) == "base_path"


def test_a_second_user_of_the_machine_has_no_token():
    assert refusal(replace(HERE, given=""), None) == "no_token"
    assert refusal(replace(HERE, given="t0k3m"), None) == "wrong_token"
    assert refusal(replace(HERE, given="t0k3n\udcff".replace("\udcff", "é")), None) == "wrong_token"
    assert refusal(replace(HERE, token=None, given=""), None) == "no_token"
    assert refusal(replace(HERE, token="", given=""), None) == "no_token"


def test_where_a_sign_in_is_set_up_the_token_opens_nothing():
    assert refusal(HERE, LIST) == "not_signed_in"
    assert refusal(replace(HERE, person=Person(False, "ada@example.org")), LIST) == "not_signed_in"
    assert refusal(replace(HERE, person=Person(True, "bo@example.org")), LIST) == "no_editor"
    assert refusal(replace(HERE, person=Person(True, "ada@example.org")), None) == "no_editor"
    assert refusal(replace(HERE, person=Person(False)), None) == "not_signed_in"


def test_an_editor_writes_through_any_front():
    there = Request(
        address=None, headers={"host": ["team.example.org"], "x-forwarded-for": ["192.0.2.1"]},
        person=Person(True, "ADA@example.org"),
    )  # fmt: skip
    assert refusal(there, LIST) is None


def test_an_editor_who_may_not_enter_is_a_mistake_of_the_settings():
    with pytest.raises(ValueError, match="may not enter"):
        Access(emails=["ada@example.org"], editors=["eve@example.org"])
    by_domain = Access(domains=["team.example.org"], editors=["ada@team.example.org"])
    assert by_domain.lets_edit("ada@TEAM.example.org")
    assert not by_domain.lets_edit("bo@team.example.org")


def test_the_sample_and_a_folder_that_cannot_be_written_are_refused(tmp_path):
    assert folder_refusal(tmp_path, is_sample=False) is None
    assert folder_refusal(tmp_path, is_sample=True) == "sample"
    assert folder_refusal(tmp_path / "gone", is_sample=False) == "read_only"


@pytest.mark.parametrize(
    ("person", "why"),
    [
        (Person(True, "ada", is_editor=True), None),
        (Person(True, "ada@example.org", is_editor=False), "no_editor"),
        (Person(False, "ada", is_editor=True), "not_signed_in"),
    ],
)
def test_where_the_provider_says_who_is_an_editor_no_list_does(person, why):
    for access in (None, LIST):
        assert refusal(replace(HERE, person=person), access) == why
