"""Pictures of people nobody knows: decoded within limits, written anew without what they hide."""
