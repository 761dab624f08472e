"""Measuring the parts that are configured: how well and how quickly they hear and speak, on anybody's recordings and texts."""
