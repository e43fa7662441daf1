"""Named like a test, and part of the program."""


def word(count: int) -> str:
    return f"{count} visits"
