"""What somebody looks for, in everything that they may see."""
