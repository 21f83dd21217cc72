"""What the search adds to actions of CKAN."""
