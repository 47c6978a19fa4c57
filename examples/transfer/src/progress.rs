//! How far the work is: a bar on a terminal, one line a resource elsewhere.

use indicatif::{ProgressBar, ProgressStyle};

/// A bar for the rows of one resource; it draws itself on a terminal only.
pub(crate) fn bar(name: &'static str, rows: usize) -> ProgressBar {
    let style = ProgressStyle::with_template("{msg:15} {bar:40} {pos:>5}/{len} {per_sec}")
        .expect("the template above is well formed");
    ProgressBar::new(rows as u64).with_style(style).with_message(name)
}

/// Says that a resource is done.
pub(crate) fn done(bar: &ProgressBar, rows: usize) {
    let hidden = bar.is_hidden();
    bar.finish();
    if hidden {
        println!("{:15} {rows:>5}", bar.message());
    }
}
