"""Table formats: the definitions under `schemas/tables/`, read and made into templates."""
