"""The desk: anybody has a file checked, mended and converted; nothing of it is kept.

The web process only stores the bytes in a folder of its own under an unguessable name and
starts a process (`process/`) that reads them under limits of time and memory.
"""
