"""The judging process: an item goes in, a judgement comes out. No code of a student runs in it."""
