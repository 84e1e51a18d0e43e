"""Files of the data folder are their owner's alone."""

import os
import subprocess

import config
from pipelines import commands


def test_an_ingest_makes_files_for_its_owner_only_and_leaves_the_umask_as_it_was(tmp_path):
    repository = tmp_path / "repository"
    repository.mkdir()
    (repository / "2022-01-05.md").write_text("# Sync 2022-01-05\n\nPresent: Ada, Bo\n")
    me = ("git", "-c", "user.name=Ada", "-c", "user.email=ada@example.org")
    for command in (("init", "--quiet"), ("add", "."), ("commit", "--quiet", "-m", "one")):
        subprocess.run((*me, *command), cwd=repository, check=True)
    (tmp_path / "bill.csv").write_text("date,amount,currency\n2022-01-05,12.50,USD\n")
    toml = tmp_path / "dashboard.toml"
    toml.write_text(
        f'[[notes]]\nseries = "team"\ngit = "{repository}"\n'
        '[[billing]]\naccount = "cloud"\npath = "bill.csv"\n'
        '[billing.columns]\ndate = "date"\namount = "amount"\ncurrency = "currency"\n'
    )
    before = os.umask(0o022)
    try:
        commands.main(["--config", str(toml)])
        after = os.umask(0o022)
    finally:
        os.umask(before)
    held = [config.load(toml).data, *config.load(toml).data.rglob("*")]
    open_to_others = [str(path) for path in held if path.lstat().st_mode & 0o077]
    assert (len(held) > 20, open_to_others, after) == (True, [], 0o022)
