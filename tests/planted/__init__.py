"""Bugs planted into the till's own code, each of which some suite must catch."""
