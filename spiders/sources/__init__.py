"""Where pages come from besides the live site: WARC files, the Wayback Machine, Common Crawl.

All of them are one interface (``source``): they plan what to ask their index, read its answers, plan how to
get a captured page, and turn what comes into the page as it was received by whoever captured it. None of
them touches the network; ``spiders.backfill`` asks for them, with the manners of every crawl.
"""
