"""The morning report: what a run came to, for a person in five seconds and for programs."""
