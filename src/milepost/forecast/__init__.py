"""What the engine concluded from the facts, and from which. The only room that speaks with the engine."""
