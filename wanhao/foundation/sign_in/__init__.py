"""Signing in: passwords and codes asked, sign-ins kept and ended, failures that lock, the gate before every view."""
