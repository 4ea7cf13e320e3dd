"""One module a command, each with `run(options) -> exit code`; Django is ready when they are imported."""
