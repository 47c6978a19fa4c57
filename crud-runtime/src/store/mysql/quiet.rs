//! A driver's stream that does not enter the request's span for every row.
//!
//! sqlx has its streams enter the span in which they were begun with every poll, and nests two of
//! them, so that a page of fifty rows enters it a hundred times: more work than writing the page.
//! A stream that was begun outside of any span enters none. Whoever polls it is in the request's
//! span all the same.

use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;
use tracing::Dispatch;
use tracing::dispatcher::with_default;

/// A stream that was made, and polled for the first time, outside of any span.
pub(super) struct Quiet<S> {
    stream: S,
    is_begun: bool,
}

/// Makes a stream outside of any span.
pub(super) fn quiet<S>(make: impl FnOnce() -> S) -> Quiet<S> {
    Quiet { stream: with_default(&Dispatch::none(), make), is_begun: false }
}

impl<S: Stream + Unpin> Stream for Quiet<S> {
    type Item = S::Item;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<S::Item>> {
        let is_begun = std::mem::replace(&mut self.is_begun, true);
        let mut poll = || Pin::new(&mut self.stream).poll_next(context);
        // The inner stream is made here.
        if is_begun { poll() } else { with_default(&Dispatch::none(), poll) }
    }
}

#[cfg(test)]
mod tests {
    use futures_util::{StreamExt as _, stream};
    use tracing::{Span, info_span};

    use super::*;

    #[tokio::test]
    async fn a_stream_begins_outside_of_the_span_and_goes_on_inside() {
        let _registry = tracing::subscriber::set_default(tracing_subscriber::registry());
        let span = info_span!("request");
        let _entered = span.enter();
        assert!(!Span::current().is_none());
        let mut spans = quiet(|| {
            assert!(Span::current().is_none());
            stream::repeat_with(|| Span::current().is_none())
        });
        assert_eq!(spans.next().await, Some(true));
        assert_eq!(spans.next().await, Some(false));
    }
}
