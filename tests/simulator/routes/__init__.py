"""Tests of the routes of the simulated service."""
