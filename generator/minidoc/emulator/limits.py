"""What a client may not exceed. Those of the service itself are named by the facts."""

# realtime.md 4 and rest.md.
IDS_PER_READ = 1000
USERS_PER_PUT = 100
OPERATIONS_PER_BATCH = 10
# A client takes less than this for expired and asks for a token at once (realtime.md
# 3).
LEAST_EXPIRES_IN = 120

# Our own: far above what any client needs, and what keeps a hostile one harmless.
FRAME_BYTES = 4 * 1024 * 1024
BODY_BYTES = 4 * 1024 * 1024
FRAMES_WAITING = 20_000
BYTES_WAITING = 64 * 1024 * 1024
JOURNAL_BYTES = 64 * 1024 * 1024
