"""The files of the ledger, without SQL."""
