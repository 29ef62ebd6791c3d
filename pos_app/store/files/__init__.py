"""What the files themselves say, without SQL: where they lie, who may read them, their sums."""
