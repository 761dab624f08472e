"""Measuring turn-taking: when turns are taken as over, and what stops the partner, on two-channel recordings.

`cases` says what a case is and reads folders of them; `recipes` makes our own set from words (`set/*.yaml`) with `sounds`;
`simulation` plays a case to the engine's session; `scores` compares with what was expected.
"""
