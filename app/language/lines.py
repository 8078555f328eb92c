"""Where a line of Japanese may not break although browsers, which look for phrases, would."""

import re

JOINER = "\N{WORD JOINER}"
_TORN = re.compile(r"(?<=あては)(?=ま)|(?<=[0-9]か)(?=[国月])")
"""Inside あてはまる and 27か国: both halves are words, the whole is one."""


def unbroken(text: str) -> str:
    """The same text, in which words that would be torn at the end of a line stay whole."""
    return _TORN.sub(JOINER, text)
