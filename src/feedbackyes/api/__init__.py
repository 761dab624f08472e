"""The HTTP surface: one router per resource. Only here and in `app` FastAPI is known."""
