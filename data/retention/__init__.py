"""Retention: what is about single people goes when its time is over; counts stay."""
