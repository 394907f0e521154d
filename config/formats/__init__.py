"""How numbers and days are written where Django writes otherwise than we do."""
