"""The commune's work list: decisions to carry out, reports that are missing."""
