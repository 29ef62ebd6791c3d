"""What exists at the simulated Mercado Pago, and what happens to it with time."""
