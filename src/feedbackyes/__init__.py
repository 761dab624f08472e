"""FeedbackYes: a self-hosted, realtime voice practice platform."""

import os

__version__ = "1.0.0"

# onnxruntime makes an id for the machine when it is imported, and sends its maker what is run on it, unless it is told not to.
# Worker processes inherit this.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
