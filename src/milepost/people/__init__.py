"""The team: who works when. Working weeks, public holidays by country and region, absences."""
