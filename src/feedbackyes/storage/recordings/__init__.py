"""Recordings of sessions: two-channel WAV, learner left, partner right."""
