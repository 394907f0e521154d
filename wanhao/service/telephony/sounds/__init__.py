"""What callers hear: spoken texts, numbers, music, and the files made of them."""
