"""bills.toml next to dashboard.toml: a person's answers about two bills, for good.

[[answer]]
files = ["costs-hub.csv 3f2a9c01d4e5", "costs-tools.csv 88ab01c2d3e4"]   # the first 12 digits of
                                         # each hash: an answer is about content, not a name
days = "2026-07-01 to 2026-07-31"
counts = "both"                          # or the file that counts alone, or "unknown"
note = "two organisations"

[[answer]]
account = "hosting"                      # about the invoices of an account: "month before", "month
counts = "month before"                  # of its date" or "unknown"
"""

import re
import tomllib
from datetime import date

from pydantic import BaseModel, ConfigDict, ValidationError

from config.mistakes import ConfigError
from config.settings import Config

FILE = "bills.toml"
HASHED = re.compile(r"^(.*?)[\s#@:]+([0-9a-f]{12,64})$", re.DOTALL)


class Answer(BaseModel):
    """One [[answer]] of bills.toml."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    files: list[str] = []
    account: str | None = None
    counts: str
    days: str | date | None = None
    hashes: list[str] = []
    note: str | None = None

    @property
    def named(self) -> list[tuple[str, str]]:
        """(file, first digits of its hash, or nothing) of each."""
        parts = [HASHED.match(file) for file in self.files]
        names = [m[1] if m else file for m, file in zip(parts, self.files, strict=True)]
        given = [m[2] if m else "" for m in parts]
        if len(self.hashes) == len(names):
            given = self.hashes
        return list(zip(names, given, strict=True))

    @property
    def winner(self) -> str:
        """The file that counts, without its hash; or "both" or "unknown"."""
        match = HASHED.match(self.counts)
        return match[1] if match else self.counts


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    answer: list[Answer] = []


def load(config: Config) -> list[Answer]:
    """The answers of bills.toml; none where there is no such file. Raises ConfigError."""
    try:
        return parse((config.folder / FILE).read_bytes())
    except FileNotFoundError:
        return []
    except OSError as error:
        raise ConfigError([f"{FILE} cannot be read: {error}"]) from None


def parse(content: bytes) -> list[Answer]:
    """The answers that the bytes of a bills.toml hold. Raises ConfigError."""
    try:
        return _File(**tomllib.loads(content.decode("utf-8-sig"))).answer
    except (UnicodeDecodeError, RecursionError, tomllib.TOMLDecodeError) as error:
        raise ConfigError([f"{FILE} cannot be read: {error}"]) from None
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise ConfigError([f"{FILE} cannot be read: {place}: {first['msg']}"]) from None
