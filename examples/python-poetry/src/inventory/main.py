from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, HTTPException

from inventory import stock


def create_app() -> FastAPI:
    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        stock.fill()
        yield

    app = FastAPI(title="inventory", lifespan=lifespan)

    @app.get("/items/{name}")
    def item(name: str) -> dict[str, str | int]:
        count = stock.count_of(name)
        if count is None:
            raise HTTPException(status_code=404, detail=f"no {name}")
        return {"name": name, "count": count}

    return app
