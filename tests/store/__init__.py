"""The ledger on disk, as the shop may rely on it."""
