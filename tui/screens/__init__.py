"""The screens. They compose panes and route messages between them and the session."""
