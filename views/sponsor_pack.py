"""What will the sponsor see?"""

from views import page

page.head("What will the sponsor see?", "Not built yet.")
page.note("not_set_up", "<b>This page is not set up.</b>")
