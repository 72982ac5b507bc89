"""What plans tells: projects, tasks, outcomes, promises, files on their way; each to who may see it."""
