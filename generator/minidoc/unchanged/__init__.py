"""A run that would change nothing, told without making anything.

A run that went well leaves a record: every fact that it depended on, and what to say
the next time. While all the facts hold, that is said. The record is this user's own and
may be lost or damaged at any time; then the run is made as if there was none.

Nothing here imports what a run needs: that is where the time would go.
"""
