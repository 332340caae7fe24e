//! Opens, migrates and writes the one local database; nothing else writes to it.
