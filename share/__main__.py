"""python -m share: what leaves the house."""

import argparse
import os
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import config
from config import ConfigError, House, Preset
from share import (
    agenda,
    board_year,
    calendar,
    claim,
    data,
    digest,
    host,
    letter,
    mail,
    notes_branch,
    own_words,
    pack,
    post,
    releases,
    report,
)
from share.site import locked, public, team, write
from warehouse.read import NoBuild, open_newest
from wording import agenda as wording
from wording import board_year as board_words
from wording.digest import inert
from wording.open_data import ASK_SHORTER, UNLICENSED
from wording.site import PUBLIC_LOCKED

FINE, PASSING, PERSON = 0, 75, 78
MAIL_FIX = "correct QUARTERDECK_SMTP_… and QUARTERDECK_MAIL_… (docs/cron.md)"


def main(argv: list[str] | None = None, *, now: Callable[[], datetime] | None = None) -> int:
    """The exit code: 0 done, 75 not sent for a passing reason, 78 a person must act."""
    args = _arguments(argv)
    moment = now() if now else datetime.now(UTC).replace(tzinfo=None)
    try:
        if args.command == "issue":  # also where dashboard.toml cannot be read
            return _issue()
        house = config.load(args.config, args.data)
        return COMMANDS[args.command](house, args, moment)
    except ConfigError as error:
        print(error, file=sys.stderr)
    except NoBuild as error:
        print(f"{error}. Fix: run python -m pipelines", file=sys.stderr)
    return PERSON


def _pack(house: House, args: argparse.Namespace, now: datetime) -> int:
    preset = _preset(house, args.preset)
    build, db = open_newest(house.data)
    with db:
        try:
            made = pack.make(db, house, preset, build=build, now=now, old_data=args.with_old_data)
        except pack.Old as old:
            said = " ".join(old.said)
            print(
                f"{preset.name}: no file was written: {said} Fix: bring the data up to date, or "
                "add --with-old-data, which prints that sentence in the pack",
                file=sys.stderr,
            )
            return PERSON
        except pack.Withheld as withheld:
            for leak in withheld.leaks:
                print(leak, file=sys.stderr)
            print(f"{preset.name}: no file was written. Fix: the places above", file=sys.stderr)
            return PERSON
    folder = Path(args.out) if args.out else house.data / "packs" / preset.name
    pack.write(made, folder)
    for line in made.first_names:
        print(f"{preset.name}: {line}", file=sys.stderr)
    for line in own_words.missing(house, preset):
        print(f"{preset.name}: {line}", file=sys.stderr)
    print(f"{folder / 'pack.html'}: {len(made.files)} files, {made.drawn}")
    return FINE


def _data(house: House, args: argparse.Namespace, now: datetime) -> int:
    folder = Path(args.out) if args.out else house.data / "open-data"
    before = Path(args.last) if args.last else folder
    if args.licence and not data.LICENCE.fullmatch(args.licence):
        raise ConfigError([f"{args.licence}: no SPDX id. Fix: write one, as CC-BY-4.0"])
    wanted = data.Wanted(
        args.version, args.licence, args.with_old_data, args.shorter, args.public_archive
    )
    try:
        with open_newest(house.data)[1] as db:
            files = data.make(db, house, wanted, before=before, now=now)
    except pack.Withheld as withheld:
        lines = [*map(str, withheld.leaks), "no file was written. Fix: the places above"]
    except pack.Old as old:
        lines = [f"no file was written: {' '.join(old.said)} Fix: bring the data up to date, or "
                 "add --with-old-data, which prints that sentence in its README"]  # fmt: skip
    except releases.Shorter as shorter:
        lines = [*shorter.said, f"no file was written. {ASK_SHORTER}"]
    else:
        data.write(files, folder)
        if not args.licence:
            print(f"open data: {UNLICENSED}", file=sys.stderr)
        print(f"{folder / 'datapackage.json'}: {len(files)} files")
        return FINE
    for line in lines:
        print(f"open data: {line}", file=sys.stderr)
    return PERSON


def _site(house: House, args: argparse.Namespace, now: datetime) -> int:
    phrase = locked.passphrase_of(args.passphrase_env) if args.passphrase_env else ""
    if phrase and args.audience == "public":
        raise ConfigError([PUBLIC_LOCKED])
    build, db = open_newest(house.data)
    try:
        with db:
            if args.audience == "team":
                files = team.make(db, house, build=build, now=now)
                files = locked.locked(files, phrase) if phrase else files
            else:
                files = public.make(db, house, build=build, now=now, old_data=args.with_old_data)
        write.write(files, Path(args.out))
    except pack.Withheld as withheld:
        lines = [*map(str, withheld.leaks), "no file was written. Fix: the places above"]
    except pack.Old as old:
        lines = [f"no file was written: {' '.join(old.said)} Fix: bring the data up to date, or "
                 "add --with-old-data, which prints that sentence on the first page"]  # fmt: skip
    except write.Occupied as occupied:
        lines = [str(occupied)]
    else:
        size = sum(map(len, files.values())) / 1_000_000
        print(f"{Path(args.out) / 'index.html'}: {len(files)} files, {size:.1f} MB")
        return FINE
    for line in lines:
        print(f"site: {line}", file=sys.stderr)
    return PERSON


def _preset(house: House, name: str) -> Preset:
    presets = {preset.name: preset for preset in house.config.presets}
    if name not in presets:
        known = ", ".join(presets) or "none is set up"
        raise ConfigError(
            [f"{name}: no such preset ({known}). Fix: add [[presets]] to {house.config.file.name}"]
        )
    return presets[name]


def _extension(house: House, args: argparse.Namespace, now: datetime) -> int:
    fund = letter.fund_of(house, args.award)
    words = Path(args.words) if args.words else None
    with open_newest(house.data)[1] as db:
        try:
            made = letter.letter(db, house, fund, to=args.to, now=now, words=words, ticks=args.tick)
        except pack.Withheld as withheld:
            for leak in withheld.leaks:
                print(leak, file=sys.stderr)
            print(f"{fund}: no file was written. Fix: the places above", file=sys.stderr)
            return PERSON
    files = letter.write(made, Path(args.out) if args.out else house.data / "extensions" / fund)
    place = words or letter.words_of(house, fund)
    for line in made.remarks:
        print(f"{fund}: {line}", file=sys.stderr)
    for each in made.blanks:
        print(f"{fund}: not known: {each}", file=sys.stderr)
    if made.blanks:
        print(f"{fund}: a draft. Fix: dashboard.toml, {place.name}, or the letter", file=sys.stderr)
    print(f"{files[0]} and {files[1].name}")
    return FINE


def _claim(house: House, args: argparse.Namespace, now: datetime) -> int:
    fund = letter.fund_of(house, args.award)
    with open_newest(house.data)[1] as db:
        is_done = claim.run(db, house, fund, args, on=_today(house, now))
    return FINE if is_done else PERSON


def _report(house: House, args: argparse.Namespace, now: datetime) -> int:
    if args.award is None:
        return _board_year(house, args, now)
    fund = letter.fund_of(house, args.award)
    first, last = args.period
    words = Path(args.words) if args.words else None
    template = report.template_of(args.template)
    asked = report.Asked(fund, first, last, template, words, tuple(args.tick))
    with open_newest(house.data)[1] as db:
        try:
            made = report.make(db, house, asked, now=now)
        except pack.Withheld as withheld:
            for leak in withheld.leaks:
                print(leak, file=sys.stderr)
            print(f"{fund}: no file was written. Fix: the places above", file=sys.stderr)
            return PERSON
    name = f"{first:%Y-%m}-to-{last:%Y-%m}"
    folder = Path(args.out) if args.out else house.data / "reports" / fund / name
    files = list(report.write(made.files, folder))
    if made.drawn:
        print(f"{fund}: no PDF: {made.drawn}", file=sys.stderr)
    for each in made.blanks:
        print(f"{fund}: not known: {each}", file=sys.stderr)
    if made.blanks:
        place = words or report.words_of(house, fund, first, last)
        print(f"{fund}: a draft. Fix: dashboard.toml, or {place}", file=sys.stderr)
    print(f"{files[0].parent}: {', '.join(each.name for each in files)}")
    if args.submit:
        kept = report.submit(house, asked, made, by=args.by, today=_today(house, now))
        print(f"{kept}: kept as sent")
    return FINE


def _board_year(house: House, args: argparse.Namespace, now: datetime) -> int:
    """The report of all sources: without --award."""
    template = None if args.template == board_words.NAME else Path(args.template)
    if template and not template.is_file():
        raise ConfigError([f"{args.template}: a report of which award? Fix: --award ID, or "
                           f"--template {board_words.NAME} for all sources"])  # fmt: skip
    if args.submit or args.tick or args.by:
        raise ConfigError(["--submit, --by and --tick are for the report of one award. Fix: leave "
                           "them out, or add --award ID"])  # fmt: skip
    words = Path(args.words) if args.words else None
    with open_newest(house.data)[1] as db:
        try:
            files, why = board_year.make(
                db, house, args.period, template=template, words=words, now=now
            )
        except pack.Withheld as withheld:
            for leak in withheld.leaks:
                print(leak, file=sys.stderr)
            print("board-year: no file was written. Fix: the places above", file=sys.stderr)
            return PERSON
    first, last = args.period
    name = f"{first:%Y-%m}-to-{last:%Y-%m}"
    folder = Path(args.out) if args.out else house.data / "reports" / board_words.NAME / name
    written = list(report.write(files, folder))
    if why:
        print(f"board-year: no PDF: {why}", file=sys.stderr)
    print(f"{folder}: {', '.join(each.name for each in written)}")
    return FINE


def _agenda(house: House, args: argparse.Namespace, now: datetime) -> int:
    with open_newest(house.data)[1] as db:
        template = Path(args.template) if args.template else None
        text = agenda.agenda(
            db, house, series=args.series, on=args.on, template=template, today=_today(house, now)
        )
        meeting = agenda.meeting(db, series=args.series, on=args.on)
    if args.branch or args.push:
        return _propose(house, text, meeting, push=args.push)
    _out(text.encode(), args.out)
    return FINE


def _propose(house: House, text: str, meeting: agenda.Meeting, *, push: bool) -> int:
    try:
        made = notes_branch.propose(
            house, text, series=meeting.series, on=meeting.on, last=meeting.last, push=push
        )
    except post.Unsent as unsent:
        print(f"agenda: {unsent}. Fix: run again later, or check git in [[notes]]", file=sys.stderr)
        return PASSING
    if made.is_there:
        print(wording.already(made.branch))
        return FINE
    print(wording.head(made.url, made.branch, made.file, pushed=push))
    if not push:
        print(f"\n{made.commit}\n{wording.NOT_PUSHED}")
    return FINE


def _calendar(house: House, args: argparse.Namespace, now: datetime) -> int:
    with open_newest(house.data)[1] as db:
        _out(calendar.calendar(db, on=_today(house, now)), args.out)
    return FINE


def _digest(house: House, args: argparse.Namespace, now: datetime) -> int:  # noqa: ARG001 - as every command
    """Sent first, remembered after: what could not be sent is news next time, too."""
    rule, server = house.config.alerts, mail.server(os.environ)
    with open_newest(house.data)[1] as db:
        news = digest.digest(db, house, on=_today(house, now))
    try:
        if news.text is not None:
            if server:
                _mail(server, news, now)
            if address := os.environ.get(rule.webhook_env):
                post.webhook(address, inert(news.text))
            if rule.file:
                house.config.resolve(rule.file).write_text(news.text, encoding="utf-8")
            print(news.text, end="")
            digest.remember(house, news.state)
        if address := os.environ.get(rule.ping_env):
            post.ping(address)
    except post.Refused as refused:
        print(f"digest {refused}. Fix: {MAIL_FIX}", file=sys.stderr)
        return PERSON
    except post.Unsent as unsent:
        print(f"digest {unsent}. Fix: run again later, or correct the address", file=sys.stderr)
        return PASSING
    return FINE


def _mail(server: mail.Server, news: digest.Digest, now: datetime) -> None:
    picture = mail.chart(news.runway)
    if picture[1] and not picture[0]:
        print(f"digest: {picture[1]}", file=sys.stderr)
    mail.send(server, mail.message(server, news.text or "", news.subject, picture, now=now))


def _may_keep(house: House, args: argparse.Namespace, now: datetime) -> int:  # noqa: ARG001 - as every command
    """Asked before anything is read, and again of what was made."""
    found = host.host(os.environ)
    try:
        if host.is_private(found):
            print(f"{found.name} is private: it may keep what its readers may see")
            return FINE
    except post.Unsent as unsent:
        print(f"may-keep {unsent}. Fix: give the step GITHUB_TOKEN", file=sys.stderr)
        return PASSING
    kept = [Path(each) for each in args.paths]
    refused = [*host.private_inputs(house), *host.private_files(kept)]
    for each in refused:
        print(f"may-keep {each}: everybody could read it, {found.name} is not private. "
              "Fix: run the workflow in a private repository", file=sys.stderr)  # fmt: skip
    if not refused:
        print(f"{found.name} is public, and nothing to keep is private")
    return PERSON if refused else FINE


def _may_publish(house: House, args: argparse.Namespace, now: datetime) -> int:  # noqa: ARG001 - as every command
    """No host is asked: everybody reads the Pages of a private repository, too."""
    refused = list(host.private_files(map(Path, args.paths)))
    for each in refused:
        print(f"may-publish {each}: it is not made for everybody. Fix: python -m share site with "
              "--audience public, or with --passphrase-env NAME", file=sys.stderr)  # fmt: skip
    return PERSON if refused else FINE


def _issue() -> int:
    try:
        print(f"{host.TITLE}: {'opened' if host.open_issue(host.host(os.environ)) else 'open'}")
    except post.Unsent as unsent:
        print(f"issue {unsent}. Fix: let the job write issues", file=sys.stderr)
        return PASSING
    return FINE


def _today(house: House, now: datetime) -> date:
    """The day of looking, from a moment in naive UTC."""
    return house.config.project.today(now.replace(tzinfo=UTC))


def _out(content: bytes, file: str | None) -> None:
    if file:
        Path(file).write_bytes(content)
    else:
        sys.stdout.buffer.write(content)


COMMANDS: dict[str, Callable[[House, argparse.Namespace, datetime], int]] = {
    "pack": _pack, "extension": _extension, "report": _report, "claim": _claim, "data": _data,
    "site": _site,
    "agenda": _agenda, "digest": _digest, "calendar": _calendar,
    "may-keep": _may_keep, "may-publish": _may_publish,
}  # fmt: skip


def _arguments(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m share", description=__doc__)
    parser.add_argument("--config", metavar="FILE", help="dashboard.toml (else QUARTERDECK_CONFIG)")
    parser.add_argument("--data", metavar="DIR", help="data folder (else QUARTERDECK_DATA)")
    commands = parser.add_subparsers(dest="command", metavar="command", required=True)
    packing = commands.add_parser("pack", help="a file for a sponsor")
    packing.add_argument("--preset", required=True, metavar="NAME")
    packing.add_argument("--out", metavar="DIR", help="else packs/NAME in the data folder")
    packing.add_argument(
        "--with-old-data", action="store_true", help="although leading figures are old, and say so"
    )
    _of_awards(commands)
    _of_files_for_all(commands)
    meeting = commands.add_parser("agenda", help="the next meeting's notes, filled in")
    meeting.add_argument("--series", metavar="NAME", help="else the one that meets next")
    meeting.add_argument("--on", type=date.fromisoformat, metavar="YYYY-MM-DD")
    meeting.add_argument("--template", metavar="FILE", help="else the newest notes")
    meeting.add_argument(
        "--branch", action="store_true", help="show it as a branch of the notes' git repository"
    )
    meeting.add_argument("--push", action="store_true", help="push that branch, never another")
    commands.add_parser("digest", help="the changes since the last digest; silent otherwise")
    for name, what in (("may-keep", "keep"), ("may-publish", "show everybody")):
        asking = commands.add_parser(name, help=f"whether a workflow may {what} these folders")
        asking.add_argument("paths", nargs="+", metavar="DIR")
    commands.add_parser("issue", help="ask for a person by an issue, once")
    days = commands.add_parser("calendar", help="ends and days to ask by, as iCalendar")
    for command in (meeting, days):
        command.add_argument("--out", metavar="FILE", help="else stdout")
    return parser.parse_args(argv)


def _of_files_for_all(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The open data and the site."""
    opening = commands.add_parser("data", help="tables for everybody, as Parquet and CSV")
    opening.add_argument("--out", metavar="DIR", help="else open-data in the data folder")
    opening.add_argument("--last", metavar="DIR", help="the last release; else the one in DIR")
    opening.add_argument("--version", default="", metavar="V", help="else the day of the data")
    opening.add_argument("--licence", default="", metavar="SPDX", help="as CC-BY-4.0; else none")
    opening.add_argument(
        "--public-archive", action="store_true",
        help="every repository of the launch archive is public",
    )  # fmt: skip
    opening.add_argument(
        "--shorter", action="store_true", help="although its history is shorter than before"
    )
    opening.add_argument(
        "--with-old-data", action="store_true", help="although a source is silent, and say so"
    )
    pages = commands.add_parser("site", help="the pages as files, for a static host or a folder")
    pages.add_argument("--out", metavar="DIR", required=True)
    pages.add_argument("--audience", choices=("team", "public"), default="team")
    pages.add_argument(
        "--passphrase-env", metavar="NAME",
        help="team: encrypt the pages with the passphrase in this environment variable",
    )  # fmt: skip
    pages.add_argument(
        "--with-old-data", action="store_true", help="public: although leading figures are old"
    )


def _of_awards(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The letter and the report of one award, and the report of all sources."""
    longer = commands.add_parser("extension", help="the letter that asks to extend an award")
    longer.add_argument(
        "--to", type=date.fromisoformat, metavar="DATE", help="else as the rule and the work allow"
    )
    claim.arguments(commands)
    telling = commands.add_parser(
        "report", help="the report of an award to its funder, or of a year"
    )
    telling.add_argument(
        "--period", required=True, type=report.months_of, metavar="FIRST..LAST",
        help="whole months, as 2026-01..2026-06",
    )  # fmt: skip
    telling.add_argument(
        "--template", default="plain", metavar="NAME",
        help=f"{', '.join(report.TEMPLATES)}; {board_words.NAME}, of all sources, without --award; "
        "or a file of your own",
    )  # fmt: skip
    telling.add_argument("--submit", action="store_true", help="keep it as it is sent now")
    telling.add_argument("--by", metavar="NAME", help="who sends it; else the fund's signer")
    for command, words, out in (
        (longer, "extensions/ID.md", "extensions/ID"),
        (telling, "reports/ID/FIRST-to-LAST.md", "reports/ID/PERIOD"),
    ):
        command.add_argument(
            "--award", required=command is longer, metavar="ID", help="fund id, name or number"
        )
        command.add_argument("--words", metavar="FILE", help=f"else {words} next to the config")
        command.add_argument(
            "--tick", action="append", default=[], metavar="FILE:LINE",
            help="an action or a decision that may be quoted; repeat it for more",
        )  # fmt: skip
        command.add_argument("--out", metavar="DIR", help=f"else {out} in the data folder")


if __name__ == "__main__":
    sys.exit(main())
