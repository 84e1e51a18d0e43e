"""Bills dropped on Setup: each is read by a process of its own, shown, and stored on a click."""

import hashlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from config import HOME, Config
from editing import bills, journal
from editing.changes import By, Saved
from editing.save import NotSaved
from views import page, writing
from wording import dropped as wording
from wording.dropped import Dropped
from wording.page import Note

LARGEST = 200  # MB; .streamlit/config.toml has the server stop there
Known = dict[tuple[str, ...], Dropped]  # by content, name, account and state of the settings
SECONDS = 120  # of reading one file


def form(settings: Config) -> None:
    """The place to drop bills, and below it each of them as it would count."""
    files = st.file_uploader(
        wording.LABEL, type=list(wording.ENDINGS), accept_multiple_files=True, key="bills",
        max_upload_size=LARGEST,
    )  # fmt: skip
    if len(files) > wording.MOST_FILES:
        page.show_blocks([Note("partial", wording.TOO_MANY)])
    known: Known = st.session_state.get("dropped", {})
    st.session_state["dropped"] = {}
    for number, file in enumerate(files[: wording.MOST_FILES]):
        _one(settings, file, number, known)
    if files:
        page.show_blocks([Note("plain", wording.TIME)])


def _one(settings: Config, file: UploadedFile, number: int, known: Known) -> None:
    shown, content = bills.shown(file.name), file.getbuffer()
    sha256 = hashlib.sha256(content).hexdigest()
    try:
        name = bills.named(file.name, sha256)
    except NotSaved as trouble:
        page.show_blocks([Note("error", str(trouble))])
        return
    account = st.session_state.get(f"account-{sha256}-{number}") or ""
    now = ".".join(str(journal.digest_of(settings.folder / each))
                   for each in (settings.file.name, journal.place(settings.folder)))  # fmt: skip
    key = (sha256, name, account, now)
    if key not in known:
        with st.spinner(wording.READING):
            known[key] = _read(settings, content, name, account)
    found = known[key]
    for each in (account, found.account):  # the one proposed is the one chosen next
        st.session_state["dropped"][sha256, name, each, now] = found
    page.show_blocks(wording.blocks(shown, found))
    if not found.can_be_stored:
        return
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        options = list(dict.fromkeys([found.account, *found.accounts]))
        st.selectbox(
            wording.ACCOUNT, options, key=f"account-{sha256}-{number}", width=280,
            accept_new_options=True,
        )  # fmt: skip
        if st.button(wording.STORE, type="primary", key=f"store-{sha256}-{number}"):
            _store(settings, content, name, found)
            st.rerun()


def _read(settings: Config, content: memoryview, name: str, account: str) -> Dropped:
    """What a process of its own says of the file, which stands in a folder for it alone."""
    words = [sys.executable, "-m", "pipelines", "--config", str(settings.file)]
    words += ["--data", str(page.house().data), "preview", "--json"]
    words += [f"--account={account}"] if account else []
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / name
        file.write_bytes(content)
        env = {**os.environ, "TMPDIR": folder}  # what it unpacks goes with the folder
        try:
            ran = subprocess.run(  # noqa: S603 - words of this file, and a name made by editing
                [*words, "--", str(file)], cwd=HOME, env=env, capture_output=True, check=False,
                timeout=SECONDS, stdin=subprocess.DEVNULL,
            )  # fmt: skip
            return wording.of(json.loads(ran.stdout))
        except subprocess.TimeoutExpired:
            return Dropped(error=wording.TOO_LONG)
        except (ValueError, KeyError, TypeError):
            return Dropped(error=wording.BROKEN)


def _store(settings: Config, content: memoryview, name: str, found: Dropped) -> None:
    def work(by: By) -> Saved:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / name
            file.write_bytes(content)
            values = {**found.settings, "account": found.account}
            stored = bills.store(settings, file, name, values, by)
        return stored.saved

    writing.save(settings, work)
