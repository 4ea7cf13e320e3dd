"""What the worker does for the mapping, over and over: it reads, and calls one action."""
