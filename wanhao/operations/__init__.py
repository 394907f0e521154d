"""Running the house: the command line, the processes, backup, and what a machine must have."""
