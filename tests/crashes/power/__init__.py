"""Power cuts: every image that a disk may hold after one, opened by the real ledger (F46)."""
