"""The panes. They receive plain data and post messages; they know neither the engine nor the app."""
