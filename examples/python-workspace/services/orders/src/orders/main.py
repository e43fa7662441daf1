from money import euros
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route


def total(request: Request) -> PlainTextResponse:
    return PlainTextResponse(f"two orders, {euros(1998)}")


app = Starlette(routes=[Route("/total", total)])
