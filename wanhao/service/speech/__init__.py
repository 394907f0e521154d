"""What is said: prompts in the administrator's words, numbers read aloud, music, and the files made of them."""
