"""The same reads and writes as JSON, with OpenAPI."""
