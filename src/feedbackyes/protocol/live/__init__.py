"""GPT-Live: the protocol of voice models that hear while they speak.

There are no turns, items or responses. Audio flows both ways all the time, silence included; what is said comes as
fragments of text with their place on the session's clock, which advances with the audio that is sent in. Source: the types
under `openai.types.live` of the official SDK.

`sessions` has what a session is, `client` and `server` the events, `codec` reads and writes them.
"""
