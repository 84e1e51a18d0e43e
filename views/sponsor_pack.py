"""What will the sponsor see?"""

import base64

import streamlit as st

from share import preview
from views import page
from views.html import plain
from wording import pack_page as wording

presets = page.house().config.presets
if not presets:
    page.show(wording.not_set_up())
    st.stop()

top = st.container()
name = st.segmented_control(
    "Sponsor", [each.name for each in presets], default=presets[0].name, key="preset",
    bind="query-params", format_func=lambda n: plain({p.name: p.recipient for p in presets}[n]),
)  # fmt: skip
chosen = next((each for each in presets if each.name == name), presets[0])
anyway = st.session_state.setdefault("packs-of-old-data", set())
asked = {"build": page.build().name, "name": chosen.name, "old_data": chosen.name in anyway}
with st.spinner("Making the pack: every value is checked."):
    pack = page.ask(preview.preview, state=preview.state(chosen.name), **asked)
if pack.old:
    page.show(wording.old(chosen.recipient, pack.old), top=top)
    if st.button(wording.OLD_DATA, key="old-data"):
        anyway.add(chosen.name)
        st.rerun()
    st.stop()
page.show(
    wording.page(chosen.recipient, pack.leaks, pack.remarks, chosen.name, files=pack.files),
    top=top,
)
if pack.leaks:
    st.stop()

st.download_button(
    "Download the pack", page.later(preview.archive, **asked), f"{chosen.name}.zip",
    "application/zip", type="primary", key="download", on_click="ignore",
)  # fmt: skip
# A data address has no origin: the page in the frame can reach nothing of this one.
source = f"data:text/html;base64,{base64.b64encode(pack.page).decode()}"
st.iframe(source, height=1100, alt=wording.frame_title(chosen.recipient))
