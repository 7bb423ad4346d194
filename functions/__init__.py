"""What runs on demand: a plain name is one deployed function, a name with an underscore is plumbing."""
