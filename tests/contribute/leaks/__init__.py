"""Nothing that nobody approved is reachable by anybody else."""
