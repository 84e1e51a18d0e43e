"""The agenda as a branch of the notes' repository: what is said of it, before and after."""

from datetime import date

OTHERWISE = "python -m share agenda --out FILE"
NOT_PUSHED = (
    "Nothing was pushed. Read it first: whoever may read the repository may read this. Then run "
    "again with --push"
)


def subject(series: str, on: date) -> str:
    """The subject of the commit."""
    return f"{' '.join(series.split())}: agenda of {on.isoformat()}"


def head(url: str, branch: str, file: str, *, pushed: bool) -> str:
    """Where it goes."""
    return f"{'pushed' if pushed else 'would push'} to {url}, branch {branch}: {file}"


def already(branch: str) -> str:
    """The branch is there, with these very lines."""
    return f"{branch} is there already, with the same lines: nothing to push"


def other_branch(branch: str) -> str:
    """The branch is there with other lines, maybe somebody's."""
    return (
        f"{branch} is there already and says something else. "
        f"Fix: merge or delete the branch, or {OTHERWISE}"
    )


def other_file(file: str) -> str:
    """The team has begun its notes."""
    return f"{file} is there already. Fix: {OTHERWISE}, and add what you need by hand"


def no_repository(series: str) -> str:
    """The series is not read from a git repository."""
    return f"{series}: its notes are not read by git of [[notes]]. Fix: {OTHERWISE}"
