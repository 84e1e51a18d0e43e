"""A page's blocks as HTML and as figures: what the app and the site draw alike. No file, no query.

A link to a figure's rows is `rows?of=…`, one to another page its name; whoever shows the HTML
decides where they lead.
"""
