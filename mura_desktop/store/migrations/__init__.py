"""The steps from one schema to the next, run by Alembic when a database is opened.

A new step: a file in `versions` named after its number, the tables in `store.tables` changed to
match, and `REVISION` there raised. A test compares what the steps make with the tables.
"""
