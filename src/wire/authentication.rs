//! The server's questions about who the client is, and the answers.

use postgres_protocol::authentication::md5_hash;
use postgres_protocol::authentication::sasl::{ChannelBinding, SCRAM_SHA_256, ScramSha256};

use super::cursor::Cursor;
use super::frontend;
use crate::error::{Error, Kind};

/// How far the authentication has come.
pub(crate) struct Authentication<'c> {
    user: &'c str,
    password: Option<&'c [u8]>,
    state: State,
}

enum State {
    /// The server has asked for nothing.
    Start,
    /// A password was sent.
    Answered,
    /// The first message of SCRAM was sent.
    Introduced(ScramSha256),
    /// The proof was sent; the server has to prove that it knows the password, too.
    Proved(ScramSha256),
    /// The server's proof was right.
    Verified,
    /// The server let the client in.
    Done,
    /// A message was refused: nothing may follow.
    Failed,
}

impl<'c> Authentication<'c> {
    pub(crate) fn new(user: &'c str, password: Option<&'c [u8]>) -> Self {
        Authentication { user, password, state: State::Start }
    }

    /// Whether the server let the client in.
    pub(crate) fn is_done(&self) -> bool {
        matches!(self.state, State::Done)
    }

    /// Takes an authentication message of the server, and appends the answer if there is one.
    ///
    /// SCRAM is done by `postgres_protocol`, which verifies the server's signature and accepts at most 100 000
    /// iterations, so that a hostile server cannot keep the client computing.
    pub(crate) fn receive(&mut self, body: &[u8], out: &mut Vec<u8>) -> Result<(), Error> {
        let mut cursor = Cursor::new(body);
        let request = cursor.u32()?;
        self.state = match (request, std::mem::replace(&mut self.state, State::Failed)) {
            // Not after SCRAM has begun and before the server's proof.
            (0, State::Start | State::Answered | State::Verified) => {
                cursor.finish()?;
                State::Done
            }
            (3, State::Start) => {
                cursor.finish()?;
                frontend::password(out, self.password()?)?;
                State::Answered
            }
            (5, State::Start) => {
                let salt = cursor.salt()?;
                cursor.finish()?;
                let hash = md5_hash(self.user.as_bytes(), self.password()?, salt);
                frontend::password(out, hash.as_bytes())?;
                State::Answered
            }
            (10, State::Start) => {
                offers_scram(cursor)?;
                let scram = ScramSha256::new(self.password()?, ChannelBinding::unsupported());
                frontend::sasl_initial(out, SCRAM_SHA_256, scram.message())?;
                State::Introduced(scram)
            }
            (11, State::Introduced(mut scram)) => {
                scram.update(cursor.rest()).map_err(scram_failed)?;
                frontend::sasl(out, scram.message())?;
                State::Proved(scram)
            }
            (12, State::Proved(mut scram)) => {
                scram.finish(cursor.rest()).map_err(scram_failed)?;
                State::Verified
            }
            (0 | 3 | 5 | 10 | 11 | 12, _) => {
                return Err(Error::protocol("a message of the authentication is out of turn"));
            }
            (2, _) => return Err(unsupported("Kerberos")),
            (6, _) => return Err(unsupported("SCM credentials")),
            (7 | 8, _) => return Err(unsupported("GSSAPI")),
            (9, _) => return Err(unsupported("SSPI")),
            (other, _) => {
                return Err(Error::protocol(format!("the authentication method {other} is unknown")));
            }
        };
        Ok(())
    }

    fn password(&self) -> Result<&'c [u8], Error> {
        self.password.ok_or_else(|| {
            Error::new(Kind::Authentication(
                "the server asks for a password and the configuration has none".into(),
            ))
        })
    }
}

fn offers_scram(mut cursor: Cursor<'_>) -> Result<(), Error> {
    let mut offered = false;
    loop {
        let mechanism = cursor.c_bytes()?;
        if mechanism.is_empty() {
            cursor.finish()?;
            break;
        }
        offered |= mechanism == SCRAM_SHA_256.as_bytes();
    }
    if offered { Ok(()) } else { Err(unsupported("a SASL mechanism other than SCRAM-SHA-256")) }
}

#[cold]
fn unsupported(method: &str) -> Error {
    Error::new(Kind::Authentication(format!("the server asks for {method}, which is not supported").into()))
}

#[cold]
fn scram_failed(why: std::io::Error) -> Error {
    Error::with_source(Kind::Authentication("SCRAM-SHA-256".into()), why)
}
