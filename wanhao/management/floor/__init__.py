"""The floor as its leaders see and steer it."""
