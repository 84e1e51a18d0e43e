"""Small odd CSVs of consoles → plain rows: what DuckDB cannot read set-wise.

Each reader takes the whole text and returns a Sheet; the format's select does the rest.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from pipelines.billing.recognise import Layout


@dataclass
class Sheet:
    """Rows of a console's CSV with their line numbers, and what its total rows say."""

    rows: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    total_lines: int = 0
    own_total: str | None = None
    final: bool | None = None
    notes: list[str] = field(default_factory=list)


READERS: dict[str, Callable[[str, Layout], Sheet]] = {}
