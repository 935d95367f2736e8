"""Getting in: who a request is from, what it may reach, signing in and out."""
