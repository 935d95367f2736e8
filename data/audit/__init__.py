"""The audit chain: who saw, took, changed or decided what, each entry sealed to the one before."""
