"""Can I trust these figures? How each source was read, its days, the lines left out."""

import streamlit as st

from metrics.data_quality import coverage
from views import page, read_now
from wording import gather

head = st.container()
read_now.draw(has_link=False)
page.show(
    gather.sources_page(page.asker(), before=page.ask_before(coverage.counts)), top=head
)
