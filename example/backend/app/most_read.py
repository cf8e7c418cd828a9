"""Which keys are read most, in memory that does not grow with the keys.

Space-Saving (Metwally, Agrawal and El Abbadi, "Efficient computation of frequent and top-k elements in data streams", ICDT 2005): a key that has no counter
takes over the smallest one, and with it a count that may be too high by as much. Counts fade with time (forward decay: Cormode, Shkapenyuk, Srivastava and
Xu, ICDE 2009), so that what was read yesterday is not what is read most today.
"""

import math
from dataclasses import dataclass

_LARGEST_EXPONENT = 100.0
"""Weights grow with time; at e^100 all are divided, long before a float has no place for them."""


@dataclass
class _Counter:
    count: float
    error: float
    """What it had when the key took it over: of another key, so that `count - error` was certainly of this one."""


@dataclass(frozen=True)
class KeyRate:
    key: str
    reads_per_second: float
    """At least so many, as a mean that fades by half in each half-life."""


class MostRead:
    def __init__(self, counters: int, half_life_seconds: float, now: float) -> None:
        """A key with more than a share of 1/counters of the lately read is certainly among the counted."""
        self._most = counters
        self._fading = math.log(2) / half_life_seconds
        self._begin = now
        self._counters: dict[str, _Counter] = {}

    def read(self, key: str, now: float) -> None:
        """`now` in seconds of a clock that never goes back."""
        weight = self._weight(now)
        if (counter := self._counters.get(key)) is not None:
            counter.count += weight
        elif len(self._counters) < self._most:
            self._counters[key] = _Counter(weight, 0.0)
        else:
            smallest = min(self._counters, key=lambda one: self._counters[one].count)
            error = self._counters.pop(smallest).count
            self._counters[key] = _Counter(error + weight, error)

    def top(self, number: int, now: float) -> list[KeyRate]:
        """The most read first; of two that are read alike, by name."""
        unit = self._fading / self._weight(now)
        rates = [KeyRate(key, (counter.count - counter.error) * unit) for key, counter in self._counters.items()]
        return sorted(rates, key=lambda rate: (-rate.reads_per_second, rate.key))[:number]

    def _weight(self, now: float) -> float:
        exponent = self._fading * (now - self._begin)
        if exponent > _LARGEST_EXPONENT:
            fade = math.exp(-exponent)
            for counter in self._counters.values():
                counter.count *= fade
                counter.error *= fade
            self._begin, exponent = now, 0.0
        return math.exp(exponent)
