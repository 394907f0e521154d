"""Opaque names for rows, for addresses and interfaces: they tell nothing and cannot be guessed."""

import secrets

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"


def new_public_id() -> str:
    """16 characters from 31, about 79 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(16))
