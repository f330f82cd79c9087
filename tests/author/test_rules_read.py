"""Each rule that reads is seen to find a fault that was planted for it, and no other rule with it."""
