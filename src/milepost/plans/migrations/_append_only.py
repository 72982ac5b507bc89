"""What people reported and promised is never rewritten: the database itself refuses to."""

from __future__ import annotations

from milepost.audit.migrations._append_only import Guard

PROGRESS = Guard("plans_progress", "reports of progress are append-only")
PROMISED = Guard("plans_promiseddate", "promised dates are append-only")
