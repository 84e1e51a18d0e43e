"""A GitHub in memory with a clock: what a front (front.py) shows, and tests change at will."""

from dataclasses import dataclass, field


@dataclass
class World:
    """Repositories by full name, each with its issues and pulls by number; times are written."""

    now: str = "2018-08-01T12:00:00Z"
    repos: dict[str, dict] = field(default_factory=dict)
    issues: dict[str, dict[int, dict]] = field(default_factory=dict)
    events: dict[tuple[str, int], list[dict]] = field(default_factory=dict)
    timelines: dict[tuple[str, int], list[dict]] = field(default_factory=dict)
    gone: dict[tuple[str, int], dict] = field(default_factory=dict)
    renamed: dict[str, str] = field(default_factory=dict)
    made: int = 0
    people: set[str] = field(default_factory=set)  # owners that are personal accounts

    def repo(self, name, *, private=False, archived=False, has_issues=True):
        self.made += 1
        self.renamed.pop(name, None)
        self.repos[name] = {
            "id": self.made,
            "name": name.split("/")[1],
            "full_name": name,
            "private": private,
            "archived": archived,
            "has_issues": has_issues,
            "html_url": f"https://github.com/{name}",
        }
        self.issues[name] = {}

    def open(self, name, count=1, *, by="tim", pull=False, **more):
        for _ in range(count):
            number = 1 + max(self.issues[name], default=0)
            user = {"login": by, "type": "Bot" if by.endswith("[bot]") else "User"} if by else None
            self.issues[name][number] = {
                "id": 1_000 * self.repos[name]["id"] + number,
                "number": number,
                "title": f"{'pull' if pull else 'issue'} {number}",
                "state": "open",
                "state_reason": None,
                "user": user,
                "labels": [],
                "comments": 0,
                "body": None,
                "created_at": self.now,
                "updated_at": self.now,
                "closed_at": None,
                "html_url": f"https://github.com/{name}/{'pull' if pull else 'issues'}/{number}",
                **({"pull_request": {"merged_at": None}} if pull else {}),
                **more,
            }
        return number

    def close(self, name, *numbers, merged=False):
        for number in self._in_state("open", name, numbers):
            row = self.issues[name][number]
            row.update(state="closed", closed_at=self.now, updated_at=self.now)
            if merged:
                row["pull_request"]["merged_at"] = self.now
            if "pull_request" not in row:
                row["state_reason"] = "completed"
            self._event(name, number, "closed")

    def reopen(self, name, *numbers):
        for number in self._in_state("closed", name, numbers):
            self.issues[name][number].update(
                state="open", closed_at=None, updated_at=self.now, state_reason="reopened"
            )
            self._event(name, number, "reopened")

    def touch(self, name, *numbers, **change):
        for number in numbers:
            self.issues[name][number].update(updated_at=self.now, **change)

    def comment(self, name, number, by, kind="User"):
        row = self.issues[name][number]
        row.update(comments=row["comments"] + 1, updated_at=self.now)
        said = {"event": "commented", "created_at": self.now, "user": {"login": by, "type": kind}}
        self.timelines.setdefault((name, number), []).append(said)

    def delete(self, name, number):
        del self.issues[name][number]
        self.gone[name, number] = {"status": 410}

    def transfer(self, name, number, to):
        row = self.issues[name].pop(number)
        moved = 1 + max(self.issues[to], default=0)
        self.issues[to][moved] = {**row, "number": moved, "updated_at": self.now}
        self.gone[name, number] = {"status": 301, "repo": to, "number": moved}

    def rename(self, old, new):
        for held in (self.repos, self.issues):
            held[new] = held.pop(old)
        self.repos[new].update(full_name=new, name=new.split("/")[1])
        self.renamed[old] = new

    def remove(self, name):
        del self.repos[name], self.issues[name]

    def shown(self, name):
        count = sum(row["state"] == "open" for row in self.issues[name].values())
        return {**self.repos[name], "open_issues_count": count}

    def _in_state(self, state, name, numbers):
        return [number for number in numbers if self.issues[name][number]["state"] == state]

    def _event(self, name, number, event):
        self.events.setdefault((name, number), []).append(
            {"event": event, "created_at": self.now, "actor": {"login": "min"}}
        )

    # What a front asks for; emulated.py answers the same from a server.

    def all_repos(self):
        return [self.shown(name) for name in self.repos]

    def rows(self, name):
        return list(self.issues[name].values())

    def history(self, name, number, kind):
        held = self.events if kind == "events" else self.timelines
        return held.get((name, number), [])
