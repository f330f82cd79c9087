"""The commands of `koans`, by what they are about. Each module is read only when one of its commands is called for."""
