"""The dashboard: Streamlit imports `app` to serve it, and runs this file for each page."""

import streamlit as st
from starlette.middleware import Middleware

from views import front, hosts, tokens

if __name__ == "__main__":
    front.draw()
else:
    tokens.announce()
    app = st.App(__file__, middleware=[Middleware(hosts.Hosts), Middleware(tokens.Tokens)])
