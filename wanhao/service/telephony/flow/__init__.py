"""Live calls: one coroutine per call, from the first ring to the rating."""
