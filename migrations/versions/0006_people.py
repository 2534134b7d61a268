"""People who ask the desk, how they are reached, and whose a private text is."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def _number() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "person",
        sa.Column("id", _number(), autoincrement=False, nullable=False),
        sa.Column("name", sa.BigInteger(), nullable=True),
        sa.Column("customer", sa.BigInteger(), nullable=True),
        sa.Column("site", sa.BigInteger(), nullable=True),
        sa.Column("zone", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("vip", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("delegate", sa.BigInteger(), nullable=True),
        sa.Column("active", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("erased_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["customer"], ["customer.id"]),
        sa.ForeignKeyConstraint(["delegate"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_person_customer", "person", ["customer"])
    op.create_index("ix_person_delegate", "person", ["delegate"])
    op.create_table(
        "person_address",
        sa.Column("id", _number(), autoincrement=False, nullable=False),
        sa.Column("person", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_person_address_person", "person_address", ["person"])
    op.create_table(
        "person_key",
        sa.Column("person", _number(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("key", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"]),
        sa.PrimaryKeyConstraint("person", "kind", "key"),
        sqlite_with_rowid=False,
    )
    op.create_index("person_key_sought", "person_key", ["kind", "key", "person"])
    op.create_table(
        "contact",
        sa.Column("id", _number(), autoincrement=False, nullable=False),
        sa.Column("ticket", sa.BigInteger(), nullable=False),
        sa.Column("person", sa.BigInteger(), nullable=True),
        sa.Column("contacted_at", sa.BigInteger(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("direction", sa.String(), nullable=False),
        sa.Column("reached", sa.Integer(), nullable=False),
        sa.Column("duration", sa.Integer(), nullable=True),
        sa.Column("note", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["person.id"]),
        sa.ForeignKeyConstraint(["ticket"], ["ticket.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_contact_ticket", "contact", ["ticket"])
    op.create_index("ix_contact_person", "contact", ["person"])
    op.add_column(
        "ticket", sa.Column("person", sa.BigInteger(), sa.ForeignKey("person.id"), nullable=True),
        inline_references=True,
    )  # fmt: skip
    given = sa.text("person is not null")
    op.create_index("ticket_person", "ticket", ["person"], sqlite_where=given, postgresql_where=given)
    op.add_column("private_text", sa.Column("person", sa.BigInteger(), nullable=True))
    op.create_index("private_text_person", "private_text", ["person"], sqlite_where=given, postgresql_where=given)


def downgrade() -> None:
    """A store is not taken back: restore the backup that `db upgrade` made."""
    raise NotImplementedError("restore the backup that `deskconsole db upgrade` made")
