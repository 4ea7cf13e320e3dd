"""What comes from outside, cleaned: one module for each kind of page."""
