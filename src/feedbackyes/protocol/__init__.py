"""The Realtime protocol as typed data: events, sessions, items, and how they are read and written.

Names follow the wire: the class of `input_audio_buffer.append` is `InputAudioBufferAppend`. What is sent is strict GA
(or the beta shape for a client that asked for it); what is read may be any of the dialects in `aliases`.
"""
