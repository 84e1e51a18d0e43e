"""Launches and other units of use: how many, and the cost of one."""
