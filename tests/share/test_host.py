"""What a workflow may keep in a repository that everybody can read."""

import json
from pathlib import Path
from typing import Any

import pytest
from servers.scripted import Reply, scripted

from config import ConfigError, load
from share import host
from share.__main__ import main

OPEN_TEAM = '[project]\nname = "Moss"\n[[notes]]\nseries = "m"\npath = "notes"\n'
PUBLIC = Reply('{"private": false, "visibility": "public"}')


def may_keep(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: str, reply: Reply) -> int:
    file = tmp_path / "dashboard.toml"
    file.write_text(settings)
    with scripted(reply) as host:
        monkeypatch.setenv("GITHUB_API_URL", host.url)
        monkeypatch.setenv("GITHUB_REPOSITORY", "moss/ops")
        code = main(["--config", str(file), "may-keep", str(tmp_path / "raw"), str(tmp_path / "p")])
        assert [path for path, _ in host.asked] == ["/repos/moss/ops"]
    return code


def written(folder: Path, **files: str) -> None:
    for name, text in files.items():
        file = folder / name.replace("__", "/").replace("_json", ".json").replace("_html", ".html")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ('{"private": true}', 0),
        ('{"private": true, "visibility": "private"}', 0),
        ('{"private": true, "visibility": "internal"}', 78),
        ('{"private": "true"}', 78),
        ("{}", 78),
        ("[]", 75),
        ("<html>", 75),
    ],
)
def test_only_a_repository_that_says_it_is_private_may_keep_bills(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str, code: int
) -> None:
    bills = '[[billing]]\naccount = "a"\npath = "s3://bills/*.csv"\n'
    assert may_keep(tmp_path, monkeypatch, bills, Reply(answer)) == code


@pytest.mark.parametrize(("token", "sent"), [("t-7", "Bearer t-7"), ("", None)])
def test_the_host_is_asked_with_the_token_of_the_job_where_it_has_one(
    token: str, sent: str | None
) -> None:
    with scripted(PUBLIC) as server:
        asked = host.Host(server.url, "moss/ops", token, "1").ask("")
    assert asked == {"private": False, "visibility": "public"}
    assert [headers.get("Authorization") for _, headers in server.asked] == [sent]


def job(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    """The variables of a job of moss/ops."""
    for name, value in {
        "API_URL": f"{url}/", "REPOSITORY": "moss/ops", "SERVER_URL": "https://git.example",
        "RUN_ID": "77", "TOKEN": "t-7",
    }.items():  # fmt: skip
        monkeypatch.setenv(f"GITHUB_{name}", value)


@pytest.mark.parametrize(
    ("listed", "said"),
    [
        ("[]", "opened"),
        (f'[7, {{"title": "Other"}}, {{"title": "{host.TITLE}"}}]', "open"),
        ('[7, {"title": "Other"}]', "opened"),
    ],
)
def test_a_person_is_asked_for_by_one_issue_that_says_nothing_of_the_data(
    monkeypatch: pytest.MonkeyPatch, capsys: Any, listed: str, said: str
) -> None:
    with scripted(Reply(listed), Reply("{}")) as server:
        job(monkeypatch, server.url)
        assert main(["issue"]) == 0
    assert capsys.readouterr().out == f"{host.TITLE}: {said}\n"
    asked = ["/repos/moss/ops/issues?state=open&per_page=100", "/repos/moss/ops/issues"]
    assert server.paths() == (asked if said == "opened" else asked[:1])
    run = "https://git.example/moss/ops/actions/runs/77"
    body = f"The ingest ended with 78. Its log has a line that says what to do: {run}"
    assert [json.loads(each) for each in server.posted] == (
        [{"title": host.TITLE, "body": body}] if said == "opened" else []
    )
    (_, headers), *_ = server.asked
    assert {name: headers[name] for name in ("Accept", "User-Agent", "Authorization")} == {
        "Accept": "application/vnd.github+json", "User-Agent": "quarterdeck",
        "Authorization": "Bearer t-7",
    }  # fmt: skip


@pytest.mark.parametrize("reply", [Reply("{}"), Reply("<html>"), Reply("no", status=403)])
def test_an_issue_that_cannot_be_opened_is_tried_again_later(
    monkeypatch: pytest.MonkeyPatch, capsys: Any, reply: Reply
) -> None:
    with scripted(reply) as server:
        job(monkeypatch, server.url)
        assert main(["issue"]) == 75
    assert capsys.readouterr().err.startswith("issue host: ")
    assert server.posted == []


@pytest.mark.parametrize(
    ("api", "name"),
    [("", "moss/ops"), ("https://a", ""), ("https://a", "moss"), ("https://a", "a/b/c")],
)
def test_outside_of_a_job_there_is_no_host(api: str, name: str) -> None:
    with pytest.raises(ConfigError, match="name no repository"):
        host.host({"GITHUB_API_URL": api, "GITHUB_REPOSITORY": name})
    known = host.host({"GITHUB_API_URL": "https://a/", "GITHUB_REPOSITORY": "moss/ops"})
    assert known == host.Host("https://a", "moss/ops", "", "/moss/ops/actions/runs/")


INPUTS = {
    "[[billing]]": '[[billing]]\naccount = "a"\npath = "s3://bills/*.csv"\n',
    "[[funds]]": '[[funds]]\nid = "g"\nname = "G"\nkind = "grant"\n',
    "[[pending]]": '[[pending]]\nid = "p"\nname = "P"\namount = 7\nprobability = 0.5\n'
                   "starts_on = 2027-02-01\n",
    "[[planned_costs]]": '[[planned_costs]]\nname = "A"\ncategory = "people"\namount = 5000\n'
                         "starts_on = 2026-01-01\n",
    "[funding] balances": '[funding]\nbalances = "b.csv"\n',
    "[funding] claims": '[funding]\nclaims = "c.csv"\n',
    "[[funding.ledgers]]": '[[funding.ledgers]]\npath = "l.csv"\nname = "Bank"\n',
    "[funding] invoices": '[funding]\ninvoices = "i.csv"\n',
    "[funding] budget": '[funding]\nbudget = "b.csv"\n',
}  # fmt: skip


@pytest.mark.parametrize("section", ["", *INPUTS])
def test_each_section_that_reads_money_is_named(tmp_path: Path, section: str) -> None:
    (tmp_path / "dashboard.toml").write_text(OPEN_TEAM + INPUTS.get(section, ""))
    house = load(tmp_path / "dashboard.toml", tmp_path / "data")
    assert host.private_inputs(house) == ([section] if section else [])


def test_each_file_of_raw_data_that_is_not_open_is_named(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    open_ones = ["notes__a", "github__a", "docs_builds__a", "launches__a", "usage__a"]
    hidden = ["billing__a", "digest_json", "funds__a"]
    files = [*open_ones, "failures_json", *hidden]
    written(raw, **dict.fromkeys(files, "x"))
    (raw / "failures.json.lock").write_text("")
    assert list(host.private_files([raw])) == [
        str(raw / each) for each in ("billing", "digest.json", "funds")
    ]
    index = {"notes a.md": 1, "usage u": 1, "billing b.csv": 1, "notesx a": 1}
    written(raw / "last_good", index_json=json.dumps(index))
    last = raw / "last_good"
    assert list(host.private_files([raw]))[-2:] == [
        f"{last}: billing b.csv", f"{last}: notesx a",
    ]  # fmt: skip
    written(last, index_json="[7]")
    assert list(host.private_files([raw]))[-1] == f"{last}: its index cannot be read"
    assert list(host.private_files([tmp_path / "gone" / "raw", tmp_path / "gone"])) == []


def test_a_host_that_does_not_answer_keeps_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    assert may_keep(tmp_path, monkeypatch, OPEN_TEAM, Reply(status=404)) == 75
    assert "host: refused with 404. Fix: give the step GITHUB_TOKEN" in capsys.readouterr().err
    monkeypatch.delenv("GITHUB_REPOSITORY")
    assert main(["--config", str(tmp_path / "dashboard.toml"), "may-keep", "raw"]) == 78


@pytest.mark.parametrize(
    "settings",
    [
        '[[funds]]\nid = "g"\nname = "G"\nkind = "grant"\n',
        '[funding]\nbalances = "b.csv"\n',
        '[[funding.ledgers]]\npath = "l.csv"\nname = "Bank"\n',
        '[[planned_costs]]\nname = "Ada"\ncategory = "people"\namount = 5000\n'
        "starts_on = 2026-01-01\n",
    ],
)
def test_balances_ledgers_and_payroll_are_refused_in_a_public_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: str
) -> None:
    assert may_keep(tmp_path, monkeypatch, settings, PUBLIC) == 78


def test_an_open_team_may_keep_what_everybody_can_fetch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert may_keep(tmp_path, monkeypatch, OPEN_TEAM, PUBLIC) == 0
    index = json.dumps({"notes notes/a.md": {}, "launches ": {}})
    written(tmp_path / "raw", notes__m__a="x", last_good__index_json=index, failures_json="[]")
    written(tmp_path / "p", index_html='<html lang="en" data-audience="public">')
    assert may_keep(tmp_path, monkeypatch, OPEN_TEAM, PUBLIC) == 0


@pytest.mark.parametrize(
    "files",
    [
        {"raw__billing__bills_json": "{}"},
        {"raw__digest_json": "{}"},
        {"raw__headlines_json": "{}"},
        {"raw__last_good__index_json": '{"funds balances.csv": {}}'},
        {"raw__last_good__ab12": "Date,Amount"},
        {"p__index_html": '<html lang="en">'},
        {"p__team__runway_html": f'<html lang="en">{" " * 3000}data-audience="public"'},
    ],
)
def test_what_is_not_known_to_be_for_everybody_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files: dict[str, str]
) -> None:
    written(tmp_path, **files)
    assert may_keep(tmp_path, monkeypatch, OPEN_TEAM, PUBLIC) == 78


@pytest.mark.parametrize(
    ("page", "code"),
    [
        ('<html lang="en" data-audience="public">', 0),
        ('<html lang="en" data-audience="encrypted">', 0),
        ('<html lang="en" data-audience="team">', 78),
        ('<html lang="en">', 78),
    ],
)
def test_a_page_is_published_where_it_is_made_for_all_or_encrypted_whatever_the_repository(
    tmp_path: Path, page: str, code: int, capsys: Any
) -> None:
    settings = tmp_path / "dashboard.toml"
    settings.write_text(OPEN_TEAM + '[funding]\nbalances = "b.csv"\n')
    written(tmp_path / "site", index_html='<html data-audience="public">', rows__a_html=page)
    written(tmp_path / "site" / "data", datapackage_json="{}")
    assert main(["--config", str(settings), "may-publish", str(tmp_path / "site")]) == code
    said = capsys.readouterr().err
    assert said.startswith(f"may-publish {tmp_path / 'site' / 'rows' / 'a.html'}: ") == bool(code)
