"""Skills: what agents can do, what queues ask for, and the memberships that follow."""
