"""Checks, one SQL file each: every row returned is a violation."""
