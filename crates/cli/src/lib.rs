//! The command line: serve, import, undo, tokens, backup and doctor, with and without a window.
