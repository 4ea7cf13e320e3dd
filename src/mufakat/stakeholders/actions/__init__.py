"""Changes to the register, to scores and ties, to what the campaign needs, and answers to nominations."""
