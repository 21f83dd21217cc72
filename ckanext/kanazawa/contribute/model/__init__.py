"""Tables of the contributors' feature, one file each."""
