"""A Mercado Pago with terminals, in memory: a second reading of the contract."""
