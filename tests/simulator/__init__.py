"""Tests of the simulator: the contract, read from the server's side."""
