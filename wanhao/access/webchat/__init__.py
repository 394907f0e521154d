"""Web chat: what customers see of a conversation with the centre."""
