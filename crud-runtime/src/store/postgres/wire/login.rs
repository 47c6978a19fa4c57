//! The way into a session: who we are, the proof of it, what the session is set to.

use std::io;

use postgres_protocol::authentication::md5_hash;
use postgres_protocol::authentication::sasl::{
    ChannelBinding, SCRAM_SHA_256, SCRAM_SHA_256_PLUS, ScramSha256,
};
use postgres_protocol::message::{backend, frontend};

use super::error::{Error, Report};
use super::reader::Message;
use super::session::{Session, unexpected};
use super::target::Target;
use super::tls::end_point;

/// What a message on the way in asks for.
#[derive(Debug, PartialEq, Eq)]
enum Step {
    /// Nothing.
    Wait,
    /// The password as it is.
    Password,
    /// The password, hashed with this salt.
    Md5([u8; 4]),
    /// A proof that we know the password: what proofs the server knows.
    Scram {
        plain: bool,
        bound: bool,
    },
    /// The next part of the proof, and the last one.
    Continue(Vec<u8>),
    Finish(Vec<u8>),
    /// Nothing: we are known.
    Welcome,
    /// The first statement.
    Ready,
}

/// Opens the session.
pub(super) async fn log_in(session: &mut Session, target: &Target) -> Result<(), Error> {
    frontend::startup_message(settings(target), &mut session.out)?;
    let password = target.password.as_deref().unwrap_or_default().as_bytes();
    let mut proof: Option<ScramSha256> = None;
    loop {
        session.flush().await?;
        let step = loop {
            match session.reader.next()? {
                None => session.reader.fill(&mut session.socket).await?,
                Some(message) => break read(&message)?,
            }
        };
        match step {
            Step::Password => frontend::password_message(password, &mut session.out)?,
            Step::Md5(salt) => {
                let hash = md5_hash(target.user.as_bytes(), password, salt);
                frontend::password_message(hash.as_bytes(), &mut session.out)?;
            }
            Step::Scram { plain, bound } => {
                let end_point = session.socket.certificate().and_then(end_point);
                let (mechanism, binding) = match end_point {
                    Some(hash) if bound => {
                        (SCRAM_SHA_256_PLUS, ChannelBinding::tls_server_end_point(hash))
                    }
                    _ if !plain => {
                        return Err(Error::Proof(
                            "the server asks for a proof of the password that we do not know"
                                .to_owned(),
                        ));
                    }
                    // Said so, so that a server who could have done more notices that somebody
                    // between us keeps it from us.
                    Some(_) => (SCRAM_SHA_256, ChannelBinding::unrequested()),
                    None => (SCRAM_SHA_256, ChannelBinding::unsupported()),
                };
                let begun = proof.insert(ScramSha256::new(password, binding));
                frontend::sasl_initial_response(mechanism, begun.message(), &mut session.out)?;
            }
            Step::Continue(challenge) => {
                let begun = hashed(proof.take(), challenge).await?;
                frontend::sasl_response(begun.message(), &mut session.out)?;
                proof = Some(begun);
            }
            Step::Finish(answer) => {
                let mut begun = proof.take().ok_or_else(|| Error::protocol("a proof unasked"))?;
                begun.finish(&answer).map_err(|error| unproved(&error))?;
            }
            Step::Welcome if proof.is_some() => {
                return Err(Error::protocol("a server that does not prove itself"));
            }
            Step::Wait | Step::Welcome => {}
            Step::Ready => return Ok(()),
        }
    }
}

/// What the session is called and set to from its beginning; what users set for themselves comes
/// last.
fn settings(target: &Target) -> impl Iterator<Item = (&str, &str)> {
    let fixed = [
        ("user", target.user.as_str()),
        ("DateStyle", "ISO, MDY"),
        ("client_encoding", "UTF8"),
        ("TimeZone", "UTC"),
        ("extra_float_digits", "2"),
        ("application_name", target.application_name.as_str()),
    ];
    let database = target.database.as_deref().map(|database| ("database", database));
    let options = target.options.as_deref().map(|options| ("options", options));
    fixed.into_iter().chain(database).chain(options)
}

fn read(message: &Message<'_>) -> Result<Step, Error> {
    match (message.tag, message.body.split_first_chunk()) {
        (backend::AUTHENTICATION_TAG, Some((kind, rest))) => {
            match (i32::from_be_bytes(*kind), rest) {
                (0, []) => Ok(Step::Welcome),
                (3, []) => Ok(Step::Password),
                (5, &[a, b, c, d]) => Ok(Step::Md5([a, b, c, d])),
                (10, names) => {
                    let has = |name: &str| {
                        names.split(|&byte| byte == 0).any(|one| one == name.as_bytes())
                    };
                    Ok(Step::Scram { plain: has(SCRAM_SHA_256), bound: has(SCRAM_SHA_256_PLUS) })
                }
                (11, challenge) => Ok(Step::Continue(challenge.to_vec())),
                (12, answer) => Ok(Step::Finish(answer.to_vec())),
                (kind, _) => Err(Error::Proof(format!(
                    "the server asks for a proof of another kind than passwords ({kind})"
                ))),
            }
        }
        (backend::READY_FOR_QUERY_TAG, _) => Ok(Step::Ready),
        (backend::ERROR_RESPONSE_TAG, _) => {
            Err(Error::Server(Box::new(Report::read(message.body))))
        }
        (
            backend::BACKEND_KEY_DATA_TAG
            | backend::NOTICE_RESPONSE_TAG
            | backend::PARAMETER_STATUS_TAG,
            _,
        ) => Ok(Step::Wait),
        (tag, _) => Err(unexpected(tag)),
    }
}

/// Answers a challenge: a password is hashed thousands of times for that, which the other requests
/// of this thread need not wait for.
async fn hashed(proof: Option<ScramSha256>, challenge: Vec<u8>) -> Result<ScramSha256, Error> {
    let mut proof = proof.ok_or_else(|| Error::protocol("a challenge unasked"))?;
    let hashed = tokio::task::spawn_blocking(move || {
        proof.update(&challenge).map_err(|error| unproved(&error))?;
        Ok(proof)
    });
    hashed.await.unwrap_or_else(|error| Err(Error::Proof(error.to_string())))
}

fn unproved(error: &io::Error) -> Error {
    Error::Proof(format!("the password could not be proved: {error}"))
}
