"""The demonstration: documented facts on a real movement, invented behaviour of fictional organisations."""
