"""Names in which `*` stands for anything."""

from __future__ import annotations


def fits(pattern: str, name: str) -> bool:
    """Whether `name` is of the form of `pattern`, in which `*` stands for anything.

    Capitals make a difference, as in addresses of resources. Takes time in proportion to the
    name, whatever the pattern.
    """
    if "*" not in pattern:
        return pattern == name
    start, *inside, end = pattern.split("*")
    at, stop = len(start), len(name) - len(end)
    if at > stop or not name.startswith(start) or not name.endswith(end):
        return False
    for part in inside:
        at = name.find(part, at, stop)
        if at < 0:
            return False
        at += len(part)
    return True
