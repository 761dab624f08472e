"""Samples: formats, resampling, levels, G.711, WAV."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Int16 = NDArray[np.int16]
"""Mono PCM16 samples, shape (n,)."""
Samples = NDArray[np.float32]
"""Mono samples, shape (n,), full scale ±1.0."""
