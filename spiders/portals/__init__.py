"""One TOML file per portal."""
