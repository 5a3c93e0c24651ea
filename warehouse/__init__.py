"""The DuckDB warehouse: tables, load, checks, snapshots and exports."""
