"""Step 1: who has an interest or is affected, what the campaign needs, who is missing, and bringing them in."""
