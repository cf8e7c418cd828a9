"""The price service as its client sees it. By default it is this same process, called over HTTP as if it were another."""

import httpx
from pydantic import BaseModel, ValidationError

from app import faults


class Price(BaseModel):
    item_id: int
    unit_cents: int


class PricesUnavailable(Exception):
    """The price service failed or did not answer in time; `status` is what our own caller gets."""

    def __init__(self, problem: str, status: int) -> None:
        super().__init__(problem)
        self.status = status


class Prices:
    def __init__(self, url: str, timeout: float) -> None:
        self._client = httpx.AsyncClient(base_url=url, timeout=timeout)

    async def price_of(self, item_id: int) -> Price | None:
        """None for an item that the price service does not know."""
        try:
            response = await self._client.get(f"/prices/{item_id}", headers=faults.header_of_next_call())
            if response.status_code == httpx.codes.NOT_FOUND:
                return None
            return Price.model_validate_json(response.raise_for_status().content)
        except httpx.TimeoutException:
            raise PricesUnavailable("price service did not answer in time", 504) from None
        except httpx.HTTPStatusError as error:
            raise PricesUnavailable(f"price service answered {error.response.status_code}", 502) from None
        except (httpx.HTTPError, ValidationError) as error:
            raise PricesUnavailable(f"price service failed: {type(error).__name__}", 502) from None

    async def close(self) -> None:
        await self._client.aclose()
