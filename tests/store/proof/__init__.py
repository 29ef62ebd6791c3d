"""The tables against the events: forged, spoilt, and made again."""
