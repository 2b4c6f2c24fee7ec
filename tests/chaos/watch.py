"""The product's clock as seen from outside, without asking a database that may be down."""

import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from doudi.common.clock import BEIJING
from tests.chaos.product import Product


@dataclass
class Watch:
    product: Product
    ahead: timedelta = timedelta()

    def read(self) -> None:
        ((seconds,),) = self.product.ask("SELECT clock_offset_seconds FROM demo_stamp")
        self.ahead = timedelta(seconds=seconds)

    def today(self) -> date:
        now = datetime.fromtimestamp(time.time(), UTC) + self.ahead
        return now.astimezone(BEIJING).date()

    def move(self, by: timedelta) -> None:
        """What `doudi clock` does."""
        with self.product.connect() as link:
            link.execute(
                "UPDATE demo_stamp SET clock_offset_seconds = clock_offset_seconds + %s",
                (round(by.total_seconds()),),
            )
        self.ahead += by
