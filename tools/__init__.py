"""Helpers for the people who work on the shop; nothing here runs in the shop itself."""
