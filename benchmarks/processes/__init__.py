"""What benchmarks start as processes of their own: the till, its floors, and the provider."""
