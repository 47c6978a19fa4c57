//! The driver for `MySQL` and `MariaDB`.
