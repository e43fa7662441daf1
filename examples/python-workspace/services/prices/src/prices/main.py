from money import euros
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route


def price(request: Request) -> JSONResponse:
    return JSONResponse({"price": euros(199 * int(request.path_params["count"]))})


app = Starlette(routes=[Route("/prices/{count:int}", price)])
