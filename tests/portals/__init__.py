"""Replica portals: five small sites built like the real ones, served by one loopback server."""
