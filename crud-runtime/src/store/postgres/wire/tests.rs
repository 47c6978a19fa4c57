//! Sessions with a server that says what a test has it say.
