"""The stages as plain functions: crawl, parse, extract, load, check, publish."""
