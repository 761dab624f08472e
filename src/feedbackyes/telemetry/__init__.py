"""What operators see of a running server: figures (`metrics`), the times of a turn (`turns`) and traces (`traces`).

No content: labels are names of parts, attributes are ids and times.
"""
