"""The sale page: the one that the cashier lives on."""
