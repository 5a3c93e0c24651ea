"""One module per content management system."""
