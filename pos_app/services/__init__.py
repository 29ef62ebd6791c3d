"""What the till does over time: charge, follow, resolve. asyncio; no Qt, HTTP or SQL."""
