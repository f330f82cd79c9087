"""One module for each family of attacks. To add an attack, call a method of the family at the end of its module."""
