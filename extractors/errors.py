"""What can go wrong in the readers. Text never does: any text has facts, if only none."""


class ExtractorError(Exception):
    """A lexicon or a setting of the readers is wrong; the message says where and what to do."""

    exit_code = 4
