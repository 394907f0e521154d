"""The voice menu: flows as graphs, drafted, checked, published in versions; announcements in front of them."""
