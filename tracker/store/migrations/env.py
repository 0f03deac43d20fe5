"""Alembic's entry: runs the revisions on the connection, and in the transaction, it is given."""

from alembic import context

from tracker.store.schema import metadata, version

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=version.name,
)
context.run_migrations()
