"""Help to agents on the floor: asked with one key, given by leaders, measured."""
