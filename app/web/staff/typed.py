"""What staff typed, in characters that a page can show again."""

from flask import request


def field(name: str, most: int = 300, *, otherwise: str = "") -> str:
    """A field of the form, in one line without what cannot be shown."""
    return _plain(request.form.get(name, otherwise), most)


def asked(name: str, most: int = 100) -> str:
    """A parameter of the address, the same way."""
    return _plain(request.args.get(name, ""), most)


def _plain(text: str, most: int) -> str:
    return "".join(char for char in " ".join(text.split()) if char.isprintable())[:most]
