"""What the program remembers: SQLite through SQLAlchemy."""
