"""Mass calling: votes, surveys and prize draws on numbers of their own."""
