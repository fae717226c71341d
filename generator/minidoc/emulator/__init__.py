"""A local stand-in for the TalkJS service: realtime, REST, tokens, faults."""
