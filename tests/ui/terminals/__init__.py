"""Tests of the page of the terminals."""
