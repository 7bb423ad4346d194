"""What gets a shop out of the house: the bundle, its deployment, and looking whether all is well."""
