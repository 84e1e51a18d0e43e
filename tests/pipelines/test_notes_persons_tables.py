# ruff: noqa: E501 - a team is one line
"""Whole teams of signatures that take each branch of who is who, and what is asked of them.

See test_notes_tables.py for how the golden files are made.
"""

from dataclasses import astuple
from datetime import date

from notes_tables import row

from config import traces
from config.people import Person
from pipelines.notes.persons import asked
from pipelines.notes.persons.identity import Persons, Signing
from pipelines.notes.persons.likeness import handles_alike
from pipelines.notes.persons.opt_out import withheld, without
from warehouse.records import ActionItem, Attendance, Meeting

ADA, BO = (
    Person(name="Ada Moss", handles=["@adam"]),
    Person(name="Bo Reed", aliases=["Robert Reed"]),
)
# What people.toml says, and who signed: name, handle, meetings (1 to 9), with a series before a
# colon where it is not the usual one.
TEAMS = (
    ([], "Ada Moss;1|Ada Moss;2|ada moss,adam;3|Bo Reed;12"),
    ([ADA], "Ada,adam;1|Bo Reed,adam;2|Ada Fenwick,adam;3|Moss Ada,adam;4|Ada Moss;5"),
    ([ADA], "Bo,adam;1|Ada Moss;2|Ada;3"),
    ([ADA], "A. Moss,ADAM;1|Ada Moss,moss9;2|adam,adam;3|other:adam,adam;4"),
    ([ADA, BO], "adam,adam;1|robert reed;2|Bo Reed,bor;3|Robert Reed,bor;4"),
    ([ADA, Person(name="Ada M.", handles=["adam"])], "adam,adam;1|Ada Moss,adam;2"),
    ([Person(name="Zoe Moss", handles=["adam"]), ADA], "adam,adam;1|Ada;2"),
    ([Person(name="@adam", handles=["adam"])], "adam,adam;1|Ada,adam;2"),
    ([Person(name="Ada Moss", aliases=["adam"])], "adam;1|adam,adam;2|Ada Moss;3"),
    ([Person(name="Ada Moss", aliases=["AM"]), Person(name="Amy Mill", aliases=["AM"])], "AM;1|Ada Moss;2|Amy Mill;3"),
    ([ADA, BO], "Ada Moss,adam;1|Bo Reed,adam;2|Robert Reed,adam;3"),
    ([ADA, Person(name="Ada Moss", handles=["moss9"])], "Ada Moss,adam;1|Ada Moss,moss9;2|Ada Moss;3"),
    ([ADA, Person(name="Ada Mossy")], "Ada Moss;1|Ada Mossy;2"),
    ([Person(name="Ada Fenwick"), Person(name="Ada Fenwik")], "Ada Fenwick;1|Ada Fenwik;2|Ada Fenwich;3"),
    ([], "Bo Reed,kit;1|Cy Quill,kit;2"),
    ([], "Bo Reed,kit;12|Cy Quill,kit;3"),
    ([], "Bo Reed,reed;1|Cy Quill,reed;234"),
    ([], "Bo,kit;1|Bo Reed,kit;2"),
    ([], "Bo,kit;12|Bo Reed,kit;34|Cy,kit;5"),
    ([], "Bo Reed,kit;1|Bo Read,kit;2|Reed Bo,kit;3"),
    ([], "kit,kit;1|Bo Reed,kit;2|Kit,kit;3"),
    ([], "A Moss,kit;1|A Reed,kit;2"),
    ([], "Ada K. Moss;1|Ada M. Moss;2|Ada Moss;3"),
    ([], "Ada K. Moss;1|Ada Moss;2|Ada Moss Heron;3|Ada Moss Lab;4"),
    ([], "Ada Fenwick;1|Ada Fenwik;1|Ada Fenwyck;2"),
    ([], "Ada Fenwick;1|Ada Fenwik;2|Ada Fenwikk;23"),
    ([], "Ada,gaugereport;1|Ada,gaugreport;2"),
    ([], "Ada Moss,gaugereport;1|Ada Reed,gaugreport;2"),
    ([], "Ada Moss,gaugereport;1|Ada,gaugreport;2|Bo,gaugereprt;3"),
    ([], "Ada Moss,gaugereport;1|Ada Moss,gaugreport;2"),
    ([], "Ada,gaugereport;1|Ada,gaugreport;1"),
    ([], "Ada,kit;1|Ada Moss;2"),
    ([], "Ada,kit;1|Ada Moss;2|Ada Reed;3"),
    ([], "Ada,amoss9;1|Ada Moss;2|Ada Reed;3"),
    ([], "Ada,amoss9;1|Ada Moss;2|Ada Mossman;3"),
    ([], "Ada,kit;1|other:Ada Moss;2"),
    ([], "Ada;1|Ada Moss;1"),
    ([], "Ada;1|Ada Moss;2|Ada Reed;1"),
    ([], "Ada;1|Ada Moss;2|Ada Reed;3"),
    ([], "Ada;1|other:Ada;2|other:Ada Moss;3"),
    ([], "AM;1|Ada Moss;2|adam;3|Bo,adam;4"),
    ([], "adam;1|Ada Moss,adam;2|other:adam;3"),
    ([], "Ada M.;1|Ada Moss;2|Ada Mill;3"),
    ([], "Ada M.;1|Ada Moss;2"),
    ([], "李明;1|李 明;2|Ada 李;3|Ada;4"),
    ([], "Ada Moss,ada-moss;1|Ada;2|Bo Reed,ada-moss;3"),
    ([Person(name="Ada Moss", handles=["zed"])], "Ada Moss,zed;1|Bo,ada-moss;2|other:Ada Moss,kit;3"),
    ([Person(name="Ada Moss", handles=["zed"]), Person(name="ada moss", handles=["yex"])], "Zed,zed;1|Yex,yex;2|Cy,ada-moss;3"),
    ([], "Ada Moss,b2;1|Ada Moss,a1;234|Ada Moss;5678"),
    ([], "Ada Moss,b2;12|Ada Moss,a1;34"),
    ([], "Ada Moss;1|Ada M Moss;23"),
    ([], "moorbot;1|Bo,bo;2|bo;3"),
    ([Person(name="Ada Moss", opt_out=True)], "Ada Moss;1|Ada;2|Ada Moss,adam;3|Bo,adam;4"),
    ([Person(name="Ada Moss", opt_out=True), Person(name="Ada Reed")], "Ada Moss;1|Ada Reed;2|Ada;3"),
    ([Person(name="Ada Moss", handles=["adam"], opt_out=True)], "Ada Moss,adam;1|Ada Moss,moss9;1|Ada Moss,m2;2|Bo Reed,adam;3"),
    ([Person(name="Ada Moss", handles=["adam"], opt_out=True), Person(name="Ada Moss", handles=["moss9"])], "Ada Moss,adam;1|Ada Moss,moss9;2|Ada;3"),
    ([Person(name="Ada Moss", aliases=["AM", " "], opt_out=True)], "AM;1|Ada Moss,zed;2|Zed,zed;3|Amy Mill;4"),
    ([Person(name="Ada", opt_out=True)], "Ada;1|Ada Moss;1|other:Ada;2|Ada,kit;3"),
    ([Person(name="@adam", handles=["adam"], opt_out=True)], "Ada Moss,adam;1|Ada Moss;2|Bo,adam;3"),
)  # fmt: skip
DAYS = {n: date(2026, 2, n) for n in range(1, 9)} | {8: None}
TEXTS = (
    "Ada", "ada moss", "AM", "@adam", "adam", "Bo", "Bo Reed", "@kit", "Zed", "Amy", "Moss", "zed",
)  # fmt: skip


def signings(team):
    for each in team.split("|"):
        series, _, rest = each.rpartition(":")
        who, meetings = rest.split(";")
        name, _, handle = who.partition(",")
        yield Signing(series or "team", name, handle or None, {int(n) for n in meetings})


def test_who_is_who_in_every_team_and_what_is_asked_of_it(holds):
    def lines_of(people, team):
        signed = [*signings(team)]
        found = Persons(signed, people, frozenset({"heron"}))
        ids = found.ids()
        yield row([(p.name, p.aliases, p.handles, p.opt_out) for p in people], team)
        yield f"  {row(*(ids[s.spelling] for s in signed), sorted(found.borrowed))}"
        yield f"  {row(sorted(found.opted_out()), sorted(found.staying()), sorted(found.called().items(), key=str))}"
        yield from (f"  {root}? {sorted(every)}" for root, every in found.ambiguous())
        left = withheld(found.opted_out(), people, signed, ids, found.staying())
        yield f"  {row(sorted(left.person_ids), sorted(left.namesakes), [t for t in TEXTS if left.traces.found(t)], left.names_anybody)}"
        given = {"days": DAYS, "left": left.traces}
        every = [
            *asked.questions(found, signed, people=people, unknown=["amy mill"], **given),
            *asked.nameless(found, signed, known=asked.settled(people, [], []), **given),
        ]
        yield from (f"  {row(*astuple(question))}" for question in every)

    holds(line for people, team in TEAMS for line in lines_of(people, team))


ASKED = (
    "Ada;12|Ada Moss;3|Ada Reed;4", "Ada;1|Ada Moss;3|Ada Reed;4", "Ada;18|Ada Moss;3|Ada Reed;4",
    "Ada;12|Ada A;3|Ada B;4|Ada C;5|Ada D;6", "Ada;12|Ada Aa;3|Ada Bb;4|Ada Cc;5|Ada Dd;6",
    "Ada;12|Ada Aa;3|Ada Bb;4|Ada Cc;5|Ada Dd;6|Ada Ee;7",
    "Ada;12|Ada Moss;34|Ada Reed;5|Bo;345|Bo Aa;6|Bo Bb;7", "Ada,k2;12|Ada,k1;34|Ada Moss,m1;5|Ada Reed;6",
    "Bo Reed;12|Bo Read;3", "Bo Read;12|Bo Reed;34", "Bo Reed;12|Bo Read;23", "Ad Moss;12|Ada Moss;34|Bo Lo;5",
    "kit,kit;12|zed,zed;1|yex,yex;8|Kit,KIT;3", "kit,kit;1|Kit Moss,kit;2", "k_t,kt;12|kt,kt;3",
)  # fmt: skip


def test_which_questions_are_asked_of_whom_and_in_which_order(holds):
    def lines_of(team):
        signed = [*signings(team)]
        found = Persons(signed, [])
        yield team
        for unknown, known, gone in (
            ([], [], []),
            (
                ["ada", "bo reed"],
                ["kit"],
                [Person(name="Ada Moss", opt_out=True), Person(name="zed", opt_out=True)],
            ),
        ):
            left = traces.of(gone)
            every = [
                *asked.questions(found, signed, days=DAYS, people=gone, unknown=unknown, left=left),
                *asked.nameless(found, signed, days=DAYS, known=frozenset(known), left=left),
            ]
            yield from (f"  {row(*astuple(question))}" for question in every)
            yield "  -"

    holds(line for team in ASKED for line in lines_of(team))


def test_what_people_toml_settles_is_in_small_letters_and_without_a_sign():
    question = asked.IdentityQuestion("handle", "@Zed", "Zed yex", [], [], 1, date(2026, 2, 1))
    bare = asked.IdentityQuestion("which", "Ada", None, [], [], 1, date(2026, 2, 1))
    people = [Person(name="Ada Moss", aliases=["AM"], handles=["@AdaM"])]
    found = asked.settled(people, ["@Kit"], [question, bare])
    assert found == {"ada moss", "am", "adam", "kit", "zed", "yex"}


def _record(kind, **given):
    """A record of which only these fields are given, the others empty."""
    return kind(**{name: given.get(name) for name in kind.__dataclass_fields__})


def test_who_has_actions_and_never_signed_is_asked_about_by_the_handle_in_the_text():
    meetings = [_record(Meeting, meeting_id=f"m{n}", held_on=DAYS[n]) for n in (1, 2, 8)]
    actions = [
        _record(ActionItem, meeting_id=meeting, owners=owners, text=text)
        for meeting, owners, text in (
            ("m1", ["kit", "Zed"], "@KIT and @zed mend it"),
            ("m2", ["kit"], "@kit rows"),
            ("m1", ["yex"], "yex sings"),
            ("m1", ["yo"], "@yex sings"),
            ("m1", ["a.b"], "@axb sings"),
            ("m1", ["hub/leads", "hub"], "@hub/leads sing"),
            ("m8", ["eve"], "@eve sings"),
            ("m9", ["ivy"], "@ivy sings"),
            (None, ["gil"], "@gil sings"),
            ("m2", ["bo"], "@bo sings"),
        )
    ]
    found = [*asked.with_owners([*meetings, *actions], frozenset({"bo"}))]
    assert found[: len(meetings + actions)] == [*meetings, *actions]
    assert [astuple(each) for each in found[len(meetings + actions) :]] == [
        ("handle", "@kit", "kit", [], [], 0, date(2026, 2, 2)),
        ("handle", "@zed", "zed", [], [], 0, date(2026, 2, 1)),
    ]


def test_handles_of_twelve_and_thirteen_letters_with_eleven_in_common_are_alike():
    assert handles_alike("abcdefghijkl", "abcdefghijkxy")
    assert not handles_alike("abcdefghijkl", "abcdefghixyzw")


def test_what_is_left_of_records_that_name_somebody_who_left(holds):
    people = [Person(name="Ada Moss", handles=["adam"], opt_out=True)]
    signed = [*signings("Ada Moss,adam;1|Ada Moss,moss9;1|Bo Reed;1")]
    found = Persons(signed, people)
    left = withheld(found.opted_out(), people, signed, found.ids(), found.staying())
    records = [
        *(
            _record(Attendance, meeting_id="ada moss", series="Ada Moss", source_file="Ada Moss.md", person_id=i, name=n, handle=h, affiliation=a)
            for i, n, h, a in (
                ("ada-moss", "Ada Moss", "adam", None), ("adam", "Zed", None, "Heron"), ("moss9", "Ada Moss", "moss9", "Lab of Ada Moss"),
                ("zed", "Ada Moss", None, None), ("bo-reed", "Bo Reed", None, "Ada Moss Lab"), ("bo-reed", "Bo Reed", "adam", None),
            )
        ),
        *(
            _record(ActionItem, meeting_id="Ada Moss", text=t, owners=o)
            for t, o in (("Ada Moss mends it", ["Ada Moss", "Bo Reed"]), ("mend it", ["Bo Reed"]), ("mend it", ["adam"]), ("mend @adam", ["[name withheld]"]))
        ),
        _record(Meeting, meeting_id="Ada Moss", title="Call of Ada Moss", source_file="Ada Moss.md"),
    ]  # fmt: skip

    def given(record):
        return (
            {}
            if record is None
            else {
                k: v for k, v in zip(record.__dataclass_fields__, astuple(record), strict=True) if v
            }
        )

    rest = [(record, without(record, left)) for record in records]
    holds(row(given(old), given(new), new is old) for old, new in rest)


def test_two_people_of_people_toml_are_never_one():
    shared = [Person(name="Ada Moss", aliases=["AM"]), Person(name="Amy Mill", aliases=["AM"])]
    ids = Persons([*signings("AM;1|Ada Moss;2|Amy Mill;3")], shared).ids()
    assert [*ids.values()] == ["am-in-team", "ada-moss", "amy-mill"]
    ids = Persons([*signings("Ada Moss,adam;1|Bo Reed,adam;2")], [ADA, BO]).ids()
    assert [*ids.values()] == ["ada-moss", "bo-reed"]
