"""What arrives by itself, as Prefect runs it: stages as tasks, and the flows `collect`, `backfill` and `announce`."""
