"""What all pages share: sentences, theme, the event loop, small widgets."""
