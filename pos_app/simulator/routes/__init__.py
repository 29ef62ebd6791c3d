"""The routes of the simulated service: HTTP outside, the simulated world inside."""
