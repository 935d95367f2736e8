"""From canonical fields to the columns of a table: copied by name, and by hand where they differ."""
