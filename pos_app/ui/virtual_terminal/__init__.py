"""The virtual terminal of training: a small device that one can press."""
