"""Backup and restore: the database, recordings and files, sealed and verified."""
