"""Appointments: hours of the day in an area, so many customers in each, kept or broken."""
