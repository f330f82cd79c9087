"""The author's side: prove the course, scaffold a koan, and lock the pristine copy."""
