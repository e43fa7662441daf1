"""The stock, in a database in memory."""
from sqlalchemy import Column, Integer, MetaData, String, Table, create_engine, insert, select
from sqlalchemy.pool import StaticPool

metadata = MetaData()
items = Table("items", metadata, Column("name", String, primary_key=True), Column("count", Integer, nullable=False))
engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})


def fill() -> None:
    metadata.create_all(engine)
    with engine.begin() as connection:
        connection.execute(insert(items), [{"name": "bolt", "count": 7}, {"name": "nut", "count": 3}])


def count_of(name: str) -> int | None:
    with engine.connect() as connection:
        return connection.execute(select(items.c.count).where(items.c.name == name)).scalar()
