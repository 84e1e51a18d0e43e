"""The dashboard: Streamlit imports `app` to serve it, and runs this file for each page."""

import gc

import streamlit as st
from starlette.middleware import Middleware

from views import front, hosts, sign_outs, tokens

if __name__ == "__main__":
    front.draw()
else:
    tokens.announce()
    guards = (hosts.Hosts, sign_outs.SignOuts, tokens.Tokens)
    app = st.App(__file__, middleware=[Middleware(each) for each in guards])
    front.get_ready()
    # Streamlit collects garbage after every run of a page, before the browser has the last of it.
    # What was imported is there to stay: looking through all of it took longer than the page.
    gc.collect()
    gc.freeze()
