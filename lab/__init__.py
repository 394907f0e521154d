"""Customers and staff made of code: demo, load, benchmarks."""
