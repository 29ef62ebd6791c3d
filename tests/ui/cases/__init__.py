"""Tests of the page of cases."""
