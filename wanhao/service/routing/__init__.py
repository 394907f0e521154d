"""Routing: who serves whom next."""
