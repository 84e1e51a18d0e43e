"""What the data folder holds of those who opted out: cleaned where it is the truth, else deleted.

A git checkout is somebody else's public repository as it is: it is not rewritten.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from config import House
from config.files import before, replace_file, replacing
from config.traces import Traces
from pipelines import raw, unit
from pipelines.billing.store import kept


def scrub(house: House, traces: Traces) -> None:
    """Leave no trace in raw, cache and errors: in no text, and in no name of a file.

    In raw only fetched notes are called after somebody; other files as the settings name things.
    """
    if house.config.is_sample or not traces.names_anybody:
        return
    for file in [*_files(house.data / "cache"), *_files(house.data / "errors")]:
        if file.suffix == ".parquet":
            _table(file, traces)
        elif traces.found(text := _text(file)) or traces.found(file.name):
            if file.suffix == ".json" and file.parent.name != "notes":
                replace_file(file, _cleaned(file, text, traces), durable=False)  # of a roll-up
            else:
                file.unlink(missing_ok=True)
    _scrub_raw(house, traces)


def _scrub_raw(house: House, traces: Traces) -> None:
    from pipelines.notes.files.slugs import nameless  # noqa: PLC0415 - brings all of the notes

    named = unit.people_gone(house)  # as the fetch of notes names its files
    for file in list(_files(house.raw / "notes")):
        if named.found(file.name):
            file.replace(file.with_name(nameless(file.name, named)))
    sums: dict[str, str] = {}
    for file in _files(house.raw):
        is_table = file.suffix == ".parquet"
        if not is_table and not traces.found(text := _text(file)):
            continue
        if file.parent.name == "last_good":
            file.unlink(missing_ok=True)
            continue
        old = raw.sum_of(file)
        if is_table:
            _table(file, traces)
        else:
            _rewrite(file, _cleaned(file, text, traces))
        sums[old] = raw.sum_of(file)
    kept.renew(house, sums)


def _rewrite(file: Path, content: bytes) -> None:
    """A raw file without them; its sum is renewed, unless it was damaged before."""
    if not raw.is_as_written(file):
        replace_file(file, content)
        return
    raw.write(file, content)
    replace_file(before(file), content)  # the one before would name them


def _files(folder: Path) -> Iterator[Path]:
    for file in folder.rglob("*"):
        if file.is_file() and ".git" not in file.parts and not _is_checkout(file, folder):
            yield file


def _is_checkout(file: Path, folder: Path) -> bool:
    """Whether a file lies in a checkout of git."""
    return any((above / ".git").exists() for above in file.parents if above.is_relative_to(folder))


def _text(file: Path) -> str:
    return file.read_bytes().decode("utf-8", "surrogateescape")


def _cleaned(file: Path, text: str, traces: Traces) -> bytes:
    """The text without them; of JSON its values alone, so that it stays JSON."""
    kind = Path(file.name.removesuffix(".before")).suffix
    try:
        if kind == ".jsonl":
            rows = [json.loads(line) for line in text.splitlines() if line.strip()]
            lines = [json.dumps(_value(row, traces), ensure_ascii=False) for row in rows]
            return ("\n".join(lines) + "\n").encode("utf-8", "surrogateescape")
        if kind == ".json":
            value = _value(json.loads(text), traces)
            return (json.dumps(value, indent=1, ensure_ascii=False) + "\n").encode()
    except (ValueError, RecursionError):
        pass  # damaged: cleaned as a text
    return traces.without(text).encode("utf-8", "surrogateescape")


def _value(value: Any, traces: Traces) -> Any:
    if isinstance(value, str):
        return traces.without(value)
    if isinstance(value, list):
        return [_value(each, traces) for each in value]
    if isinstance(value, dict):
        return {traces.without(key): _value(each, traces) for key, each in value.items()}
    return value


def _table(file: Path, traces: Traces) -> None:
    """A roll-up or another table, its text columns cleaned in place."""
    import pyarrow as pa  # noqa: PLC0415 - rarely needed, and slow to import
    import pyarrow.parquet as pq  # noqa: PLC0415 - see above

    try:
        table = pq.read_table(file)
    except (pa.ArrowInvalid, OSError):
        return  # cut by a power loss: it is made again
    changed = False
    for at, column in enumerate(table.schema):
        if not pa.types.is_string(column.type):
            continue
        texts = table.column(at).to_pylist()
        clean = [None if text is None else traces.without(text) for text in texts]
        if clean != texts:
            table = table.set_column(at, column, pa.array(clean, column.type))
            changed = True
    if changed:
        with replacing(file) as unfinished:
            pq.write_table(table, unfinished)
