"""Mercado Pago over HTTP. httpx and pydantic live here, and nowhere else."""
