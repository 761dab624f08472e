"""FeedbackYes: a self-hosted, realtime voice practice platform."""

__version__ = "0.1.0"
