"""Text in, facts out: the readers of Vietnamese government text. Pure: no network, no clock, no files."""
