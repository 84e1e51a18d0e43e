"""Can I trust these figures? How each source was read, its days, the lines left out."""

from views import page
from wording import gather

page.show(gather.sources_page(page.asker()))
