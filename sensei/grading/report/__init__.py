"""The class report: one page that shows an instructor what a class holds, and what it misunderstands."""
