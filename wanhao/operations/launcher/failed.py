"""Why the house could not be started: one line that names the setting or the cause."""


class LaunchFailed(Exception):
    """Could not start; the message is one clear line."""
