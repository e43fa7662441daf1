"""The application: `uvicorn app.main:app`."""
from datetime import datetime
from zoneinfo import ZoneInfo

from fastapi import FastAPI, HTTPException

from .settings import settings

app = FastAPI(title="greeter")


@app.get("/hello")
async def hello(name: str = "world", zone: str = "UTC") -> dict[str, str]:
    try:
        time = datetime.now(ZoneInfo(zone))
    except (KeyError, ValueError) as error:
        raise HTTPException(status_code=404, detail=f"no time zone {zone}") from error
    return {"text": f"{settings.greeting} {name}", "time": time.isoformat(timespec="seconds")}
