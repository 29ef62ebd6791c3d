"""The speed contract, as commands: python -m benchmarks NAME. Figures are ratios of one run."""
