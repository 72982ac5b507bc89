"""Changes of the team and of when its people work. What the forecasts see raises the revision that all plans of the workspace share."""

from milepost.people.writes.abilities import remove_rate, set_rate, set_roles, set_skills
from milepost.people.writes.team import add_person, change_person, record_absence, remove_absence, set_working_week

__all__ = [
    "add_person",
    "change_person",
    "record_absence",
    "remove_absence",
    "remove_rate",
    "set_rate",
    "set_roles",
    "set_skills",
    "set_working_week",
]
