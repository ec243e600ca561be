"""Batches of work on several processes or machines. Nothing here imports Prefect; Dask is imported where it is used."""
