"""What the gateway holds to: the contract on the wire, and every fault of it."""
