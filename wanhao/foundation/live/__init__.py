"""Live screens: one LISTEN connection a process, many streams."""
