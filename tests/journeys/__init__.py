"""Long stories through the whole house."""
