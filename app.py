"""The dashboard: Streamlit imports `app` to serve it, and runs this file for each page."""

import streamlit as st
from starlette.middleware import Middleware

from views import front, hosts, sign_outs, tokens

if __name__ == "__main__":
    front.draw()
else:
    tokens.announce()
    guards = (hosts.Hosts, sign_outs.SignOuts, tokens.Tokens)
    app = st.App(__file__, middleware=[Middleware(each) for each in guards])
