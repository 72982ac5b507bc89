"""The pages: server-rendered, with fragments for what changes on them."""
