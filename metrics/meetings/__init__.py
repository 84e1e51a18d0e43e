"""Meetings and people: attendance, retention, actions, decisions."""
