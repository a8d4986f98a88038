"""低保月度名单: the list civil affairs sends each month, compared with the county's record and taken over as facts."""
