"""Day-30 shares against their precision (method, section 3; Spiegelhalter 2005)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from .cases import BoolArray, FloatArray
from .constants import FUNNEL_FROM, Z_UNUSUAL, ZERO_TOLERANCE, Z


@dataclass(frozen=True, slots=True)
class Funnel:
    """Target share, overdispersion, and for every brand its precision, limits and whether it is unusual.

    precision is the number of uncensored cases that would have this variance; limits at any precision come
    from limits_at().
    """

    target: float
    phi: float
    tau2: float
    share: tuple[float, ...]
    precision: tuple[float, ...]
    z: tuple[float, ...]
    is_unusual: tuple[bool, ...]

    def limits_at(self, precision: ArrayLike, z: float = Z) -> tuple[FloatArray, FloatArray]:
        """Return the limits at some precisions, cut at 0 and 1; z is constants.Z or Z_UNUSUAL."""
        spread = self.target * (1 - self.target) / np.asarray(precision, float)
        reach = z * np.sqrt(spread + self.tau2)
        return np.maximum(self.target - reach, 0.0), np.minimum(self.target + reach, 1.0)


def funnel_of(share: FloatArray, variance: FloatArray, known: ArrayLike) -> Funnel | None:
    """Return the funnel of ranked brands; None for fewer than FUNNEL_FROM or where all are at 0 or at 1."""
    if len(share) < FUNNEL_FROM:
        return None
    precision = _precision(share, variance, np.asarray(known, float))
    target = float(np.sum(precision * share) / np.sum(precision))
    if not ZERO_TOLERANCE < target < 1 - ZERO_TOLERANCE:
        return None
    spread = target * (1 - target) / precision
    z = (share - target) / np.sqrt(spread)
    phi = float(np.mean(_winsorised(z) ** 2))
    tau2 = _between_variance(phi, 1 / spread)
    is_unusual: BoolArray = np.abs(share - target) > Z_UNUSUAL * np.sqrt(spread + tau2)
    return Funnel(
        target=target,
        phi=phi,
        tau2=tau2,
        share=tuple(share.tolist()),
        precision=tuple(precision.tolist()),
        z=tuple(z.tolist()),
        is_unusual=tuple(is_unusual.tolist()),
    )


def _precision(share: FloatArray, variance: FloatArray, known: FloatArray) -> FloatArray:
    binomial = share * (1 - share)
    inside = (binomial > ZERO_TOLERANCE) & (variance > 0)
    return np.divide(binomial, variance, out=known.copy(), where=inside)


def _winsorised(z: FloatArray) -> FloatArray:
    cut = len(z) // 10
    ordered = np.sort(z)
    return np.clip(z, ordered[cut], ordered[len(z) - 1 - cut])


def _between_variance(phi: float, weight: FloatArray) -> float:
    """Return tau2, the variance between brands beyond chance (DerSimonian and Laird's moment estimator)."""
    brands = len(weight)
    if phi <= 1 + 2 * np.sqrt(2 / brands):
        return 0.0
    total = np.sum(weight)
    return float(max(0.0, (brands * phi - (brands - 1)) / (total - np.sum(weight**2) / total)))
