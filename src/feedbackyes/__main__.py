"""`python -m feedbackyes` is the command `feedbackyes`."""

from feedbackyes.cli import main

main()
