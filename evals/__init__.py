"""The golden set and what is measured on it: detectors, judges, and changes that must not raise a level."""
