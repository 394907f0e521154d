"""Complaints: three levels, compensation, mediation, and the call to the customer before closing."""
