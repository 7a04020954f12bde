"""The demo's life: fictional brands, invented people and their complaints, played through the services with past times.

`brands`, `behaviour`, `stories`, `voices` and `plan` are pure: data and a generator with a fixed seed. `play` carries a
plan out, `network` speaks to the demo's own server. Nothing here runs unless settings.DEMO.
"""
