"""What the program remembers: in SQLite or on a PostgreSQL server, through SQLAlchemy."""
