"""A fault of ours in every reader in turn: one unit fails, every other row equals a clean run's."""

from functools import wraps
from pathlib import Path

import pytest
from test_one_unit import FAULT, FILES, FINE, PASSING, PERSON, place, ran  # noqa: F401 - fixtures

from pipelines import billing, tables
from pipelines.billing import engine
from pipelines.funds import ledgers
from pipelines.notes import reading, records

pytestmark = pytest.mark.heavy

BOOM, QUOTED = "boom", " ".join(["Ada", "Lund"])


class Planted(Exception):
    """A fault that no reader knows."""


def exploding(function, holds):
    """The function, which raises where what it is given holds the word."""

    @wraps(function)
    def wrapped(*given, **named):
        if holds(*given):
            raise Planted(QUOTED)
        return function(*given, **named)

    return wrapped


def in_file(path, *_):
    return BOOM in path.read_text(encoding="utf-8", errors="replace")


def in_task(task, *_):
    return in_file(Path(task.address))


def signed(volumes, *_):
    return any(BOOM in name.casefold() for v in volumes for s in v.sessions for name, _ in s.signed)


# reader → where it is entered, what it is given, the file at which it fails, and what is added
READERS = {
    "a file of notes": (reading, "read_note", lambda data, *_: BOOM.encode() in data.lower(),
                        "notes/2024-04-02.md", f"\n\n{BOOM}\n"),
    "the persons of all notes": (records, "who_is_who", signed,
                                 "notes/2024-04-02.md", "\nGuests: Boom Falk\n"),
    "the records of a file of notes": (
        records, "again", lambda key, folder: BOOM in (folder / f"{key}.json").read_text().lower(),
        "notes/2024-04-02.md", f"\n- [ ] Bo: {BOOM}\n"),
    "a bill": (engine, "attempt", in_task, "bills/march.csv", f"2024-03-09,{BOOM},1.00\n"),
    "a ledger": (ledgers, "roll_up", in_task, "ledgers/march.csv", f"2024-03-09,-1.00,{BOOM}\n"),
    "the balances": (tables, "rows", in_file, "balances.csv", f"grant,2024-04-02,9,no,{BOOM}\n"),
}  # fmt: skip


@pytest.mark.parametrize("reader", READERS)
def test_a_fault_at_new_content_reads_the_content_before(place, reader, monkeypatch):  # noqa: F811
    module, name, holds, file, more = READERS[reader]
    clean = place.rows()
    monkeypatch.setattr(module, name, exploding(getattr(module, name), holds))
    place.put(file, FILES[file] + more)
    for _ in range(2):  # it stays the content before, however often
        said = place.run()
        assert said.code == FAULT, said
        assert place.rows() == clean
        assert "Traceback" not in said.err
        assert f"{file}: a fault of Quarterdeck in reading it (Planted); the content" in said.err
        assert "report it with data/errors/" in said.err
    (error,) = (place.data / "errors").iterdir()
    assert "Planted" in error.read_text()
    assert QUOTED not in error.read_text()
    place.put(file, FILES[file])
    assert place.run().code == FINE
    assert place.rows() == clean


def test_a_lack_of_memory_is_no_fault_of_the_bill(place, monkeypatch):  # noqa: F811
    clean = place.rows()
    place.put("bills/april.csv", "Day,Item,Cost\n2024-04-01,disk,1.00\n")

    def attempt(task, **_):
        raise MemoryError(task.key)

    with monkeypatch.context() as patched:
        patched.setattr(engine, "attempt", attempt)
        said = place.run()
    assert (said.code, place.rows()) == (PASSING, clean)
    assert "april.csv: the memory of this machine does not suffice to read it; it is" in said.err
    assert place.run().code == FINE
    assert len(place.rows()["cost_daily"]) == len(clean["cost_daily"]) + 1


def test_of_several_codes_a_fault_of_ours_comes_first(place, monkeypatch):  # noqa: F811
    place.put("other/nothing.csv", "a,b\n1,2\n")
    assert place.run().code == PERSON
    module, name, holds, file, more = READERS["a ledger"]
    monkeypatch.setattr(module, name, exploding(getattr(module, name), holds))
    place.put(file, FILES[file] + more)
    said = place.run()
    assert (said.code, "nothing.csv" in said.err, "march.csv" in said.err) == (FAULT, True, True)


@pytest.mark.parametrize("reader", [each for each in READERS if each != "the balances"])
def test_a_fault_at_a_new_file_leaves_it_out(place, reader, monkeypatch):  # noqa: F811
    module, name, holds, file, more = READERS[reader]
    clean = place.rows()
    monkeypatch.setattr(module, name, exploding(getattr(module, name), holds))
    new = file.replace("04-02", "04-09").replace("march", "april")
    place.put(new, FILES[file].replace("04-02", "04-09") + more)
    said = place.run()
    assert (said.code, place.rows()) == (FAULT, clean)
    assert f"{new}: a fault of Quarterdeck in reading it (Planted); it is left out" in said.err


@pytest.mark.parametrize("reader", READERS)
def test_a_fault_at_content_that_was_good_names_the_rows_it_held(place, reader, monkeypatch):  # noqa: F811
    """New code may fail at old content: nothing older can be read instead."""
    module, name, _, file, _ = READERS[reader]
    if reader == "a bill":  # rolled up before: it is not read again
        return
    marks = {"notes": "cy noor", "ledgers": "7.50", "balances.csv": "letter"}
    word = marks[file.partition("/")[0]]

    def holds(*given):
        if reader == "the persons of all notes":
            return any(
                "cy" in n.casefold() for v in given[0] for s in v.sessions for n, _ in s.signed
            )
        if reader == "a file of notes":
            return word.encode() in given[0].lower()
        if reader == "the records of a file of notes":
            return word in (given[1] / f"{given[0]}.json").read_text().lower()
        path = given[0] if reader == "the balances" else Path(given[0].address)
        return word in path.read_text()

    clean = place.rows(file)
    monkeypatch.setattr(module, name, exploding(getattr(module, name), holds))
    if reader == "a file of notes":
        for kept in (place.data / "cache" / "notes").iterdir():
            kept.unlink()
    said = place.run()
    assert said.code == FAULT
    assert "it is left out (it held " in said.err
    now = place.rows()
    if file != "balances.csv":
        assert now == clean
    else:
        assert {t for t in now if now[t] != clean[t]} == {"fund_balance"}


def test_a_row_that_no_build_takes_costs_its_file(place, monkeypatch):  # noqa: F811
    """The fault shows only in building: files are left out, in trials, until the build is made."""
    clean = place.rows()
    before = records.of

    def of(volume, *rest):
        for record in before(volume, *rest):
            yield record
            if "04-09" in volume.path:
                yield type(record)(*[object()] * len(record.__dataclass_fields__))

    monkeypatch.setattr(records, "of", of)
    place.put("notes/2024-04-09.md", "# Sync 2024-04-09\n\nPresent: Di Moe\n")
    said = place.run()
    assert (said.code, place.rows()) == (FAULT, clean)
    assert "notes notes/2024-04-09.md: a fault of Quarterdeck" in said.err
    assert [p.name for p in place.data.iterdir() if p.name.startswith("tmp")] == []


def test_a_source_whose_fault_no_unit_explains_is_left_out_whole(place, monkeypatch):  # noqa: F811
    clean = place.rows()
    monkeypatch.setattr(billing.counted, "write", exploding(billing.counted.write, lambda *_: True))
    said = place.run()
    assert said.code == FAULT
    assert "billing: a fault of Quarterdeck in reading it (Planted); it is left out" in said.err
    now = place.rows()
    assert {table for table in now if now[table] != clean[table]} == {"cost_daily"}
