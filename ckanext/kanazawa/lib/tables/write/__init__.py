"""Write tables as CSV, XLSX, GeoJSON, JSON, JSON Lines and Parquet."""
