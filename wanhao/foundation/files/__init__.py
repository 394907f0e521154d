"""Files that belong to things: checked, sealed on disk, opened only by those who may see the thing, each look kept."""
