"""What will the sponsor see?"""

import base64

import streamlit as st

from share import preview
from views import page

QUESTION = "What will the sponsor see?"
PRESET = """[[presets]]
name = "estuary"
recipient = "Estuary Fund"
funds = ["grant-2026"]"""

presets = page.house().config.presets
if not presets:
    page.head(QUESTION, "Nobody gets anything yet: no sponsor is set up.")
    page.note(
        "not_set_up",
        page.html(
            "<b>Sponsor pack: not set up.</b> Add to dashboard.toml:<pre>{}</pre>and reload this "
            "page. It unlocks a file that shows a sponsor what they may see, and nothing else.",
            PRESET,
        ),
    )
    st.stop()

top = st.container()
name = st.segmented_control(
    "Sponsor", [each.name for each in presets], default=presets[0].name, key="preset",
    bind="query-params", format_func=lambda n: {p.name: p.recipient for p in presets}[n],
)  # fmt: skip
chosen = next((each for each in presets if each.name == name), presets[0])
with st.spinner("Making the pack: charts are drawn and every value is checked."):
    pack = page.ask(
        preview.preview,
        build=page.build().name,
        name=chosen.name,
        state=preview.state(chosen.name),
    )

with top:
    if pack.leaks:
        page.head(QUESTION, f"{chosen.recipient} gets no file until these places are mended.")
    else:
        page.head(
            QUESTION,
            f"{chosen.recipient} sees exactly this page, and nothing else.",
            "Every value in it was checked against all names, accounts, files and other funders.",
        )
for line in pack.leaks:
    page.note("error", page.html("{}", line))
for line in pack.told:
    page.note("partial", page.html("{}", line))
if pack.leaks:
    page.note(
        "empty",
        page.html("Write these places otherwise, or leave out what holds them, and reload."),
    )
    st.stop()

st.download_button(
    "Download the pack", pack.archive, f"{chosen.name}.zip", "application/zip", type="primary",
    key="download", on_click="ignore",
)  # fmt: skip
st.html(
    page.html(
        '<div class="qd-basis">By command: <code>python -m share pack --preset {}</code></div>',
        chosen.name,
    )
)
# A data address has no origin: the page in the frame can reach nothing of this one.
source = f"data:text/html;base64,{base64.b64encode(pack.page).decode()}"
st.iframe(source, height=1100, alt=f"The pack for {chosen.recipient}")
