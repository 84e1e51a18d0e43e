"""Settings: dashboard.toml as people type it, and the files of answers next to it."""

import contextlib
import random
import re
from functools import cache

import config
from config import ConfigError, bills, not_now, people
from pipelines.github import settled as claims
from pipelines.notes import records
from pipelines.notes import settled as actions
from tests.soak.kind import HOME, SAMPLE, Input, Kind, put, scratch
from tests.soak.mutation import encoded, spoiled

LINES = [
    'name = ["a"]', "currency = 1", "since = 2026-02-30", "[[notes]]", "[notes]", "[[funds]]", "[funds.extension]",
    "columns = {a = {b = 1}}", "where = {A = []}", "where = 1", "tags = [[]]", "overhead_rate = nan", "awarded = inf",
    "awarded = -1e400", "timezone = \"../../etc\"", 'timezone = ""', 'path = "**"', 'path = "[["', 'path = ""',
    'path = "/"', 'path = "~nobody/x"', 'path = "\\u0000"', 'git = "--upload-pack=x"', "every_days = 0", "opt_out = 1",
    'api = "http://[::1"', 'api = ""', 'hackmd = []', 'hackmd = ["http://[::1"]', "[a.b.c]", "a.b = 1", "pays_for = 1",
    'data = "/sys"', "as_of = 2026-01-01T10:00:00Z", "caps = {compute = []}", "ends_on = 0001-01-01", "file = 1",
]  # fmt: skip
SMALL = {
    "people.toml": '[[people]]\nname = "Ana Lima"\naliases = ["Ana", "A. Lima"]\nhandles = ["analima"]\nopt_out = true\n',
    "bills.toml": '[[answer]]\nfiles = ["costs-hub.csv 3f2a9c01d4e5", "b.csv"]\ndays = "2026-07-01 to 2026-07-31"\n'
    'counts = "both"\nhashes = ["a", "b"]\nnote = "two"\n',
    "claims.toml": '[[claims]]\nmeeting = "team-2018-09-20"\nquote = "closed 50 open issues"\nrepo = "a/b"\n'
    "from = 2018-08-16\nto = 2018-09-20\nclaim = false\n",
    "actions.toml": '[[actions]]\ntext = "moor the boat"\nstate = "done"\non = 2026-03-01\nnote = "by the rangers"\n',
    "not_now.csv": "alert,until,because,amount\nfund-ends grant,2026-03-01,later,12.50\nsilent,2026-04-01,,\n",
}  # fmt: skip


@cache
def texts() -> list[str]:
    """Settings of ours: the example with every key switched on, and those that people use."""
    example = (HOME / "dashboard.example.toml").read_text(encoding="utf-8")
    on = re.sub(r"^#(?! )", "", example, flags=re.M)
    blocks = re.split(r"\n(?=\[)", on)
    return [on, (SAMPLE / "dashboard.toml").read_text(encoding="utf-8"), *blocks]


def _settings(dice: random.Random) -> Input:
    blocks = texts()[2:]
    some = (
        dice.sample(blocks, dice.randint(1, 4))
        if dice.random() < 0.9
        else [dice.choice(texts()[:2])]
    )
    lines = "\n".join(some).split("\n")
    for _ in range(dice.choice((0, 1, 2))):
        lines.insert(dice.randrange(len(lines) + 1), dice.choice(LINES))
    text = "\n".join(lines)
    if dice.random() < 0.6:
        text = spoiled(dice, text, [*LINES, *blocks])
    return Input("dashboard.toml", encoded(dice, text))


def _answers(dice: random.Random) -> Input:
    name = dice.choice(list(SMALL))
    text = spoiled(dice, SMALL[name], [*SMALL.values(), *LINES])
    return Input(name, encoded(dice, text))


def _load(given: Input) -> None:
    file = put("settings/dashboard.toml", given.content)
    for load in (config.load, config.access):
        with contextlib.suppress(ConfigError):
            load(file)


@cache
def house() -> config.House:
    """A house whose small files are those of the scratch folder."""
    toml = put(
        "answers/dashboard.toml",
        b'[people]\nfile = "people.toml"\n[github]\nclaims = "claims.toml"\n',
    )
    return config.load(toml, scratch() / "data")


@cache
def _nobody() -> records.Who:
    return records.who_is_who([], [])


def _load_answers(given: Input) -> None:
    owner = house()
    file = put(f"answers/{given.name}", given.content)
    try:
        match given.name:
            case "people.toml":
                people.load(owner.config)
            case "bills.toml":
                [(one.named, one.winner) for one in bills.load(owner.config)]
            case "not_now.csv":
                not_now.answers(owner.config)
            case "claims.toml":
                list(claims.read(owner))
            case "actions.toml":
                list(actions.read(owner, _nobody()))
    except ConfigError:  # PeopleUnread is one
        pass
    finally:
        file.unlink()


KINDS = [
    Kind("settings: dashboard.toml", 70_000, _settings, _load),
    Kind("settings: answers", 50_000, _answers, _load_answers),
]
