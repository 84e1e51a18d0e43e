"""What is set up, and what would the next piece unlock? Read-only: the file is edited by hand."""

import os

from metrics.data_quality import setup
from views import page
from wording import setup as wording

config = page.house().config
page.show(
    wording.page(
        setup.pieces(config, os.environ),
        setup.lost_files(config),
        file=config.file.name,
        is_sample=config.is_sample,
    )
)
