"""The pages of the voice menu: its editor, announcements in front of it, messages callers left."""
