"""What all stand on."""
