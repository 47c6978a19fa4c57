//! The driver for `PostgreSQL`.
