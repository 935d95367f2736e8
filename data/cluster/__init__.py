"""Exposure on more than one machine: visits as Parquet by venue, the same kernel on every part, sums merged by Dask."""
