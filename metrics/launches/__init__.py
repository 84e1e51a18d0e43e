"""Launches and other units of use: their number, and the cost of one."""
