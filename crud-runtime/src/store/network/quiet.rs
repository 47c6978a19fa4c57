//! A driver's stream, or future, that does not enter the request's span for every row.
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
pub(crate) struct Quiet<S> {
    stream: S,
    is_begun: bool,
}

/// Makes a stream outside of any span.
pub(crate) fn quiet<S>(make: impl FnOnce() -> S) -> Quiet<S> {
    Quiet { stream: with_default(&Dispatch::none(), make), is_begun: false }
}

impl<F: Future + Unpin> Future for Quiet<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        self.begun(|future| Pin::new(future).poll(context))
    }
}

impl<S> Quiet<S> {
    /// The inner stream is made when the outer one is polled first.
    fn begun<T>(&mut self, poll: impl FnOnce(&mut S) -> T) -> T {
        let Self { stream, is_begun } = self;
        if std::mem::replace(is_begun, true) {
            poll(stream)
        } else {
            with_default(&Dispatch::none(), || poll(stream))
        }
    }
}

impl<S: Stream + Unpin> Stream for Quiet<S> {
    type Item = S::Item;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<S::Item>> {
        self.begun(|stream| Pin::new(stream).poll_next(context))
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
