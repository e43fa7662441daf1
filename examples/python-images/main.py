"""A gradient as PNG: numpy makes it, Pillow writes it."""
import io

import numpy
from PIL import Image
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route


def gradient(request: Request) -> Response:
    size = min(int(request.query_params.get("size", "64")), 1024)
    ramp = numpy.linspace(0, 255, size, dtype=numpy.uint8)
    image = Image.fromarray(numpy.tile(ramp, (size, 1)))
    out = io.BytesIO()
    image.save(out, "PNG")
    return Response(out.getvalue(), media_type="image/png", headers={"X-Mean": f"{ramp.mean():.1f}"})


app = Starlette(routes=[Route("/gradient.png", gradient)])
