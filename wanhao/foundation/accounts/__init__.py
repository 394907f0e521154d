"""Staff, the units they belong to, their roles and rights."""
