"""What is set up, and what would the next piece unlock? Forms for who may write, else commands."""

import os

from metrics.data_quality import setup
from views import drop, forms, grids, page, questions, read_now, section_forms, writing
from wording import editing
from wording import setup as wording

config = page.house().config
refused = writing.refusal(config)
asked = questions.asked()
page.show(
    wording.page(
        setup.pieces(config, os.environ),
        setup.lost_files(config),
        file=config.file.name,
        is_sample=config.is_sample,
        forms=editing.blocks(refused, questions.blocks(asked)),
        can_write=refused is None,
    ),
    controls={
        "said": forms.said,
        "read-now": read_now.draw,
        "piece": lambda: section_forms.draw(config),
        "questions": lambda: questions.form(config, asked),
        "drop": lambda: drop.form(config),
        "person": forms.person,
        "balance": lambda: forms.balance(config),
        "grid": lambda: grids.draw(config),
        "fund": lambda: forms.fund(config),
        "planned": lambda: forms.planned(config),
        "history": lambda: forms.history(config),
    },
)
