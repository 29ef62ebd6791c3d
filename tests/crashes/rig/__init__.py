"""The till process, its shop, and what strikes it."""
