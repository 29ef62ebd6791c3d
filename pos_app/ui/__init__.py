"""The screens. Qt lives here; a folder a page."""
