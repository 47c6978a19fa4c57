//! What the derives make of a struct, asked of the running code.

mod dto;
mod fits;
mod table;
