"""The parts of a voice engine: voice activity, speech to text, dialogue, text to speech.

Each kind is a package: its interface in `__init__`, one module per back end. The folder is the registry: a setting
names the module, only the chosen one is imported.
"""
