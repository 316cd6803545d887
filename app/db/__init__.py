"""The database: engines, column types and the schema's state. SQLite and PostgreSQL behave alike above it."""
