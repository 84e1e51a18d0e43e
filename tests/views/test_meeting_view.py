"""The meeting view: 300 private strings are planted, and no page shows one of them."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pipelines.commands import main
from views import PAGES
from views.html import words_of

NOW = datetime(2026, 9, 17, 6, 10, tzinfo=UTC)
HOME = Path(__file__).resolve().parents[2]
LETTERS = "bcdfghklmnpr"
# Words that no page has of its own: Zorbab, Zorbac, …
PLANTED = [f"Zor{a}a{b}o{c}" for a in LETTERS for b in LETTERS for c in "bcd"][:300]


def plant(folder: Path) -> tuple[Path, Path]:
    """A build whose people, funders, accounts, projects, files and awards are planted words."""
    words = iter(PLANTED)
    (folder / "notes").mkdir()
    people = [(next(words), next(words)) for _ in range(40)]
    awards = [next(words) for _ in range(20)]
    for n, day in enumerate(("2026-07-16", "2026-08-20", "2026-09-17")):
        roll = "\n".join(
            f"* {first} {last} / {next(words)} University / @h-{first.lower()}"
            for first, last in people[n * 13 : n * 13 + 13]
        )
        first, last = people[n]
        tasks = f"- [ ] {first} to ask {awards[n]} about an extension of the grant\n"
        tasks += f"- [ ] {last} will pay {awards[n + 3]} 4,321 USD\n"
        text = f"# Team meeting\n\n## Attendees\n\n{roll}\n\n## Action items\n\n{tasks}"
        (folder / "notes" / f"{day}.md").write_text(text)
    days = [date(2026, 2, 1) + timedelta(days=n) for n in range(228)]
    bill, projects = next(words), [next(words) for _ in range(60)]
    lines = [f"{day},10,{projects[n % 60]},compute" for n, day in enumerate(days)]
    (folder / f"{bill}.csv").write_text("\n".join(["Date,Amount,Project,Service", *lines, ""]))
    funds = "".join(
        f'[[funds]]\nid = "f{n}"\nname = "{next(words)} grant"\nkind = "grant"\n'
        f'funder = "{next(words)}"\nawarded = 9000\nstarts_on = 2026-01-01\n'
        f"ends_on = 2026-1{n % 3}-30\n"
        for n in range(20)
    )  # fmt: skip
    pending = "".join(
        f'[[pending]]\nid = "p{n}"\nname = "{awards[n]}"\namount = 7654\nprobability = 0.5\n'
        "starts_on = 2027-02-01\n"
        for n in range(20)
    )
    balances = "".join(f"f{n},2026-08-31,{5000 + n},letter of {next(words)}\n" for n in range(20))
    (folder / "balances.csv").write_text(f"fund,date,amount,note\n{balances}")
    (folder / "dashboard.toml").write_text(
        '[project]\nname = "Team"\nas_of = 2026-09-17\n'
        '[[notes]]\nseries = "monthly"\npath = "notes"\n'
        f'[[billing]]\naccount = "{next(words)}7"\npath = "{bill}.csv"\ncurrency = "USD"\n'
        'columns = { date = "Date", amount = "Amount", project = "Project", service = "Service" }\n'
        f'[funding]\nbalances = "balances.csv"\n{funds}{pending}'
        '[[planned_costs]]\nname = "People"\ncategory = "people"\namount = 4321\nper = "month"\n'
        "starts_on = 2026-01-01\n"
    )
    main(
        ["--config", str(folder / "dashboard.toml"), "--data", str(folder / "data")],
        now=lambda: NOW,
    )
    return folder / "dashboard.toml", folder / "data"


def drawn(app: AppTest) -> str:
    """Everything that a page drew, as words."""
    bodies = [each.proto.body for each in app.get("html")]
    parts = [body for body in bodies if body.startswith(("<div", "<ul", "<span", "<table"))]
    for kind in ("title", "markdown", "subheader", "code", "caption", "header"):
        parts += [str(each.value) for each in app.get(kind)]
    for kind in ("selectbox", "multiselect"):
        parts += [str(option) for each in app.get(kind) for option in each.options]
    parts += [str(each.label) for kind in ("button", "expander") for each in app.get(kind)]
    return words_of(" ".join(parts).replace("\\", ""))


@pytest.fixture
def planted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    config, data = plant(tmp_path)
    monkeypatch.setenv("QUARTERDECK_CONFIG", str(config))
    monkeypatch.setenv("QUARTERDECK_DATA", str(data))
    return AppTest.from_file(str(HOME / "app.py"), default_timeout=120)


def test_no_page_of_the_meeting_view_shows_one_of_300_private_strings(planted: AppTest) -> None:
    planted.query_params["view"] = "meeting"
    planted.run()
    seen = {}
    for view in PAGES:
        if view.file != "briefing":
            planted.switch_page(f"views/{view.file}.py").run()
        seen[view.file] = drawn(planted)
        assert "Meeting view" in seen[view.file]
        assert [each.message for each in planted.exception] == []
    planted.switch_page("views/ledger.py").run()
    seen["ledger"] = drawn(planted)
    found = [
        (name, word)
        for name, text in seen.items()
        for word in [*PLANTED, "4,321", "4321", "7,654"]
        if word.casefold() in text.casefold().replace("@h-", "@")
        and f"@{word}".casefold() not in text.casefold().replace("@h-", "@")
    ]
    assert found == []
    assert "This page is not for a call" in seen["runway"]


def test_the_team_sees_them_and_one_button_leads_in_and_out(planted: AppTest) -> None:
    planted.run()
    text = drawn(planted)
    assert any(word in text for word in PLANTED)
    planted.button(key="enter").click().run()
    assert "left out: pending awards, people costs" in drawn(planted)
    planted.button(key="leave").click().run()
    assert "left out: pending awards" not in drawn(planted)


@pytest.mark.parametrize("page", ["", "setup"])
def test_a_team_of_open_meetings_sets_itself_up_before_its_first_build(tmp_path, monkeypatch, page):
    file = tmp_path / "dashboard.toml"
    file.write_text('[project]\nname = "Team"\nmeetings = "public"\n')
    monkeypatch.setenv("QUARTERDECK_CONFIG", str(file))
    monkeypatch.setenv("QUARTERDECK_DATA", str(tmp_path / "data"))
    app = AppTest.from_file(str(HOME / "app.py"), default_timeout=60).run()
    if page:
        app.switch_page(f"views/{page}.py").run()
    assert [each.message for each in app.exception] == []
