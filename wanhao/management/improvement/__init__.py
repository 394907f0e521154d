"""What tickets teach: themes found in their texts, improvements followed to their effect."""
