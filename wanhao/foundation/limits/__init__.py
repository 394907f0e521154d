"""How often one may do something: staff by their number, customers by the address they come from."""
