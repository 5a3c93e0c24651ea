"""Views, one SQL file each."""
