"""Can I trust these figures? How each source was read, its days, the lines left out."""

from metrics.data_quality import coverage
from views import page
from wording import gather

page.show(gather.sources_page(page.asker(), before=page.ask_before(coverage.counts)))
