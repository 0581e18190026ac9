"""What is being set up: the record, its stages, their progress and the plan. Pure."""
