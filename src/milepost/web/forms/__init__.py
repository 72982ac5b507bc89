"""What pages ask for: each form names its fields, reads what was typed, and keeps it when something is refused."""
