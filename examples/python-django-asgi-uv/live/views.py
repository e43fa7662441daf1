import asyncio
from collections.abc import AsyncIterator

from django.http import HttpRequest, StreamingHttpResponse


async def count() -> AsyncIterator[str]:
    for tick in range(3):
        yield f"tick {tick}\n"
        await asyncio.sleep(0.01)


async def ticks(request: HttpRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse(count(), content_type="text/plain")
