"""The change-tracking list: what many ask about, with owner and due date, followed until closed."""
