from litestar import Litestar, get
from litestar.exceptions import NotFoundException

RATES = {"EUR": 1.0, "USD": 1.17, "CHF": 0.93}


@get("/rates/{currency:str}")
async def rate(currency: str) -> dict[str, float | str]:
    if currency not in RATES:
        raise NotFoundException(f"no rate for {currency}")
    return {"currency": currency, "rate": RATES[currency]}


application = Litestar(route_handlers=[rate])
