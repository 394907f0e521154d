"""When a system outside of the call does not answer."""


class Untold(Exception):
    """The caller is told to try later."""
