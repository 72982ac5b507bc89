"""What is kept true while nobody looks: the worker, its rhythm, and the few rules about jobs that fail or are left behind."""
