"""A form from the models: the settings of a section, and what was typed as the value of each.

The fields of a model say name, kind and choices of a setting. One function reads every form: there
is none by hand.
"""

import re
import types
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path as File
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from config import Config, private_file
from editing import changes, proof, toml_text
from editing.save import NotSaved
from editing.toml_text import Path as Keys

Kind = Literal[
    "text", "number", "day", "yes", "choice", "texts", "pairs", "amounts", "table", "tables"
]  # fmt: skip
# Where a secret of the server is sent, or which one: only who holds the file decides that.
BY_HAND = {"api", "token_env", "webhook_env", "ping_env"}
# Settings that name a file or a folder, or may.
PLACES = {
    "path", "git", "archive", "parquet", "balances", "rates", "invoices", "budget", "file",
    "words", "claims", "data", "hackmd",
}  # fmt: skip


@dataclass(frozen=True)
class Setting:
    """One key of a section.

    kind     how it is typed; texts a line each, pairs and amounts a line `name = value` each;
             table and tables are entries of their own
    choices  the values it may have; empty: any
    default  what it is where it is left out
    """

    key: str
    kind: Kind
    choices: tuple[str, ...]
    is_required: bool
    default: Any


def settings(path: Keys) -> list[Setting]:
    """The settings of the table at a path: ("project",), ("funds", 0, "extension").

    Raises KeyError where no model has it.
    """
    model = _model(path)
    found = []
    for key, field in model.model_fields.items():
        kind, choices = _kind(field.annotation)
        default = None if field.is_required() else field.get_default(call_default_factory=True)
        found.append(Setting(key, kind, choices, field.is_required(), default))
    return found


def currency(config: Config, path: Keys, table: Mapping[str, Any] | None) -> str | None:
    """The currency of the amounts of an entry; None: of a fund that it does not name yet."""
    held = table or {}
    if said := held.get("currency"):
        return str(said)
    of_funds = path[0] == "funds" and len(path) > 2 and isinstance(path[1], int)
    by_id = {fund.id: fund for fund in config.funds}
    fund = config.funds[path[1]] if of_funds else by_id.get(str(held.get("fund")))  # type: ignore[index] # a number
    if fund is None and "fund" in _model(path).model_fields:
        return None
    return (fund and fund.currency) or config.project.currency


def typed(setting: Setting, value: Any) -> Any:
    """A value of the file as its field of the form shows it: a text, a day, yes or no.

    value  None: not set
    """
    if setting.kind == "yes":
        return bool(setting.default if value is None else value)
    if setting.kind == "day":
        return value
    if value is None:
        return str(setting.default or "") if setting.kind == "choice" else ""
    match value:
        case bool():
            shown = "yes" if value else "no"
        case list():
            shown = "\n".join(map(str, value))
        case dict():
            shown = "\n".join(
                f"{key} = {each}" for key, held in value.items()
                for each in (held if isinstance(held, list) else [held])
            )  # fmt: skip
        case Decimal():
            shown = f"{value:f}"
        case _:
            shown = str(value)
    return shown


def value_of(setting: Setting, given: Any) -> Any:
    """What was typed as a value of the file; None: left out. Raises ValueError in words."""
    if setting.kind in ("yes", "day"):
        return given
    text = str(given or "").strip()
    if not text:
        return None
    found: Any = text
    match setting.kind:
        case "number":
            found = _number(setting.key, text)
        case "choice" if setting.choices == ("yes", "no"):
            found = text == "yes"
        case "texts":
            found = [line.strip() for line in text.splitlines() if line.strip()]
        case "pairs" | "amounts":
            found = _pairs(setting, text)
    return found


def changed(
    path: Keys, held: Mapping[str, Any] | None, given: Mapping[str, Any]
) -> list[tuple[Keys, Any]]:
    """(path, value) of each setting that the form changes; value None: it is left out now.

    held   the table as the file has it; None: it has none, and all is one change
    given  what was typed, by key; keys that are not there stay
    Raises ValueError in words.
    """
    found = []
    for each in settings(path):
        if each.key not in given:
            continue
        before = None if held is None else held.get(each.key)
        if given[each.key] == typed(each, before):
            continue  # what was shown stays as it is written
        found.append((each.key, value_of(each, given[each.key])))
    if held is None:
        whole = {key: value for key, value in found if value is not None}
        return [(path, whole)] if whole else []
    return [((*path, key), value) for key, value in found]


def proven(config: Config, wanted: Sequence[tuple[Keys, Any]]) -> list[proof.Change]:
    """A proof for each change, one after the other. Raises CannotEdit, ConfigError."""
    found: list[proof.Change] = []
    for path, value in wanted:
        file = changes.file_of(config, str(path[0]))
        content = found[-1].after if found else file.read_bytes()
        found.append(_proven(file, content, path, value))
    return found


def held(config: Config) -> dict[str, Any]:
    """The settings as the file has them. Raises tomllib.TOMLDecodeError."""
    files = [file for file in (config.file, private_file(config.file)) if file.is_file()]
    read = [toml_text.values_of(file.read_text(encoding="utf-8-sig")) for file in files]
    return {key: value for each in read for key, value in each.items()}


def refuse_outside(values: Mapping[str, Any], *, is_remote: bool) -> None:
    """Raise NotSaved where somebody at another machine names a place outside the folder.

    What is read is shown, so a path would open every file that the server can read.
    """
    for key in PLACES & values.keys() if is_remote else ():
        value = values[key]
        for text in value if isinstance(value, list) else [value]:
            if isinstance(text, str) and _leads_out(text):
                raise NotSaved(
                    f"{key}: {text!r} is outside the folder of dashboard.toml. Fix: put it in "
                    "there, or ask somebody at the server to edit dashboard.toml"
                )


def _leads_out(text: str) -> bool:
    parts = re.split(r"[/\\]", text)
    is_local = "://" not in text or text.lower().startswith("file:")
    is_absolute = text.startswith(("/", "\\", "~")) or bool(re.match(r"[A-Za-z]:[/\\]", text))
    return is_local and (is_absolute or ".." in parts or text.lower().startswith("file:"))


def _proven(file: File, content: bytes, path: Keys, value: Any) -> proof.Change:
    """An entry is added with its own head; a table within one, and a key, are set."""
    values = toml_text.values_of(content.decode("utf-8-sig"))
    is_entry = len(path) == 2 and isinstance(path[1], int) and isinstance(value, Mapping)
    if is_entry and path[1] == len(values.get(str(path[0]), [])):
        return proof.of_entry(file, content, str(path[0]), value)
    if isinstance(path[-1], int) and proof.value_at(values, path[:-1]) is None:
        return proof.of_key(file, content, path[:-1], [value])  # the first of a list
    return proof.of_key(file, content, path, value)


def _model(path: Keys) -> type[BaseModel]:
    model: Any = Config
    for part in path:
        if isinstance(part, str):
            model = _inner(model.model_fields[part].annotation)
    if not (isinstance(model, type) and issubclass(model, BaseModel)):
        raise KeyError(path)
    return model


def _inner(annotation: Any) -> Any:
    """The type behind Annotated, "or None", and a list of tables."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return _inner(get_args(annotation)[0])
    if origin in (Union, types.UnionType):
        return _inner(next(each for each in get_args(annotation) if each is not type(None)))
    if origin is list and _is_table(_inner(get_args(annotation)[0])):
        return _inner(get_args(annotation)[0])
    return annotation


def _is_table(found: Any) -> bool:
    return isinstance(found, type) and issubclass(found, BaseModel)


def _kind(annotation: Any) -> tuple[Kind, tuple[str, ...]]:
    found = _inner(annotation)
    origin = get_origin(found)
    if _is_table(found):
        is_list = get_origin(annotation) is list
        return "tables" if is_list else "table", ()
    if origin is Literal:
        return "choice", tuple(map(str, get_args(found)))
    if origin is list:
        return "texts", ()
    if origin is dict:
        is_number = _kind(get_args(found)[1])[0] == "number"
        return "amounts" if is_number else "pairs", ()
    if found is bool and found is not annotation:
        return "choice", ("yes", "no")  # left out, it is neither
    kinds: dict[Any, Kind] = {bool: "yes", date: "day", int: "number", float: "number",
                              Decimal: "number"}  # fmt: skip
    return kinds.get(found, "text"), ()


def _number(key: str, text: str) -> int | Decimal:
    plain = text.replace("−", "-")
    is_unclear = re.fullmatch(r"-?[1-9]\d{0,2}\.\d{3}", plain)  # 12.500: twelve, or thousands?
    if is_unclear or not re.fullmatch(r"-?(?:\d{1,3}(?:,\d{3})+|\d{1,18})(?:\.\d{1,6})?", plain):
        raise ValueError(f"{key}: {text!r} is no number; write one like 12500 or 0.15")
    plain = plain.replace(",", "")
    return Decimal(plain) if "." in plain else int(plain)


def _pairs(setting: Setting, text: str) -> dict[str, Any]:
    """Lines of `name = value`; a name twice has both values."""
    found: dict[str, Any] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        name, sign, value = (part.strip() for part in line.partition("="))
        if not sign or not name or not value:
            raise ValueError(f"{setting.key}: {line!r} is no pair; write one like name = value")
        worth: Any = _number(setting.key, value) if setting.kind == "amounts" else value
        if name in found:
            before = found[name]
            found[name] = [*(before if isinstance(before, list) else [before]), worth]
        else:
            found[name] = worth
    return found
