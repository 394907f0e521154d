"""TM Forum Open APIs: our tickets, contacts, customers and appointments as other systems expect them."""
