"""Wanhao (万号): a telecom operator's customer-service centre. Folders are layers."""
