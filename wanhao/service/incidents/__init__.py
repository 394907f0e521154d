"""Group incidents: one cause, many customers, who are found, told and called back together."""
