"""The crawl: portals as data, platforms as modules, pages kept byte for byte."""
