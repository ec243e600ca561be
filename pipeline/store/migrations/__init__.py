"""How each form of the tables is made from the one before (Alembic); run by pipeline.store.migrating alone."""
