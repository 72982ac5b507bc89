"""Files in and out: bytes become drafts, drafts become bytes."""
