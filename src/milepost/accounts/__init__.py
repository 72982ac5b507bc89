"""Who may come in and what each may do: users, workspaces, memberships, tokens, and the one table of permissions."""
