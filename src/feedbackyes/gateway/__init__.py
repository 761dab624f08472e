"""Live calls: between a learner's socket and a provider's, with transcript, recording and limits on the way."""
