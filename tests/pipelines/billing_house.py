"""A small house with bills in it, for the tests of pipelines/billing."""

from pathlib import Path

import config
from pipelines import billing
from warehouse.records import BillingFile, Reject, SourceRun

HERE = Path(__file__).resolve().parents[1] / "data" / "billing"


class House:
    """A dashboard.toml with one or more [[billing]] in a folder of its own."""

    def __init__(self, folder: Path, build) -> None:
        self.folder, self.build, self.entries = folder, build, []
        folder.mkdir(parents=True, exist_ok=True)

    def bill(self, account: str, path: str, **settings: str) -> "House":
        lines = [f"{key} = {value}" for key, value in settings.items()]
        self.entries.append(
            "\n".join(["[[billing]]", f'account = "{account}"', f'path = "{path}"', *lines])
        )
        return self

    def put(self, name: str, content: str | bytes) -> Path:
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return file

    def load(self) -> config.House:
        toml = self.folder / "dashboard.toml"
        toml.write_text("\n\n".join(self.entries), encoding="utf-8")
        return config.load(toml, self.folder / "data")

    def read(self) -> list:
        return list(billing.read(self.load()))

    def db(self):
        return self.build(self.read())

    def rows(self, columns: str) -> list[tuple]:
        return (
            self.db()
            .execute(f"select {columns} from cost_daily group by all order by all")
            .fetchall()
        )

    def files(self) -> list[BillingFile]:
        return [r for r in self.read() if isinstance(r, BillingFile)]

    def rejects(self) -> list[Reject]:
        return [r for r in self.read() if isinstance(r, Reject)]

    def runs(self) -> list[SourceRun]:
        return [r for r in self.read() if isinstance(r, SourceRun)]
