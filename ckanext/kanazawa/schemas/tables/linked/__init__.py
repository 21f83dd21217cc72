"""Files on other servers: fetched within bounds, from public addresses only, and examined."""
