"""The public addresses, a module for each thing that a visitor comes for."""
