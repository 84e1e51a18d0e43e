"""Can I trust these figures? How each source was read, its days, the lines left out."""

import streamlit as st

from views import page, questions, read_now, writing
from wording import gather, more
from wording import sources as wording

config = page.house().config
asked = questions.asked()
head = st.container()
read_now.draw(has_link=False)
page.show(
    gather.sources_page(page.asker(), queue=asked, can_answer=writing.refusal(config) is None),
    top=head,
    controls={
        "questions": lambda: questions.form(config, asked),
        "more": lambda: page.more(wording.MORE, lambda: more.sources(page.asker())),
    },
)
