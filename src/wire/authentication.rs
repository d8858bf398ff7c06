//! The server's questions about who the client is, and the answers.

use postgres_protocol::authentication::md5_hash;
use postgres_protocol::authentication::sasl::{
    ChannelBinding, SCRAM_SHA_256, SCRAM_SHA_256_PLUS, ScramSha256,
};

use super::cursor::Cursor;
use super::frontend;
use super::methods::{Method, Methods};
use crate::error::{Error, Kind};

/// What the client lets the server ask for.
#[derive(Clone, Debug)]
pub(crate) struct Policy {
    pub(crate) methods: Methods,
    /// Whether the password may be sent as it is.
    pub(crate) cleartext: bool,
    /// `tls-server-end-point` of the transport, if there is such a thing and it is to be used.
    pub(crate) binding: Option<Vec<u8>>,
    /// Whether nothing else than SCRAM that is bound to the transport will do.
    pub(crate) binding_required: bool,
}

#[cfg(any(test, feature = "testing"))]
impl Policy {
    /// Everything is let in.
    pub(crate) fn lax() -> Self {
        Policy { methods: Methods::ALL, cleartext: true, binding: None, binding_required: false }
    }
}

/// How far the authentication has come.
pub(crate) struct Authentication<'c> {
    user: &'c str,
    password: Option<&'c [u8]>,
    policy: Policy,
    /// Whether SCRAM is bound to the transport.
    bound: bool,
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
    pub(crate) fn new(user: &'c str, password: Option<&'c [u8]>, policy: Policy) -> Self {
        Authentication { user, password, policy, bound: false, state: State::Start }
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
            (0, state @ (State::Start | State::Answered | State::Verified)) => {
                cursor.finish()?;
                if matches!(state, State::Start) {
                    self.accept(Method::None)?;
                }
                if self.policy.binding_required && !(self.bound && matches!(state, State::Verified)) {
                    return Err(refused("channel_binding=require: the server let the client in without it"));
                }
                State::Done
            }
            (3, State::Start) => {
                cursor.finish()?;
                self.accept(Method::Password)?;
                if !self.policy.cleartext {
                    return Err(refused(
                        "the server asks for the password in the clear, which others could read; use \
                         sslmode=verify-full, or allow it with require_auth=password",
                    ));
                }
                frontend::password(out, self.password()?)?;
                State::Answered
            }
            (5, State::Start) => {
                let salt = cursor.salt()?;
                cursor.finish()?;
                self.accept(Method::Md5)?;
                let hash = md5_hash(self.user.as_bytes(), self.password()?, salt);
                frontend::password(out, hash.as_bytes())?;
                State::Answered
            }
            (10, State::Start) => {
                self.accept(Method::Scram)?;
                let (mechanism, binding) = self.choose(&Offer::read(cursor)?)?;
                self.bound = mechanism == SCRAM_SHA_256_PLUS;
                let scram = ScramSha256::new(self.password()?, binding);
                frontend::sasl_initial(out, mechanism, scram.message())?;
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
            (7 | 8, _) => {
                self.accept(Method::Gss)?;
                return Err(unsupported("GSSAPI"));
            }
            (9, _) => {
                self.accept(Method::Sspi)?;
                return Err(unsupported("SSPI"));
            }
            (other, _) => {
                return Err(Error::protocol(format!("the authentication method {other} is unknown")));
            }
        };
        Ok(())
    }

    /// Refuses a method that is not among those that are accepted, before anything is said that it asks for.
    fn accept(&self, method: Method) -> Result<(), Error> {
        if !self.policy.methods.has(method) {
            let why = match method {
                Method::None => "require_auth: the server did not ask who the client is".into(),
                other => {
                    format!("require_auth: the server asks for `{}`, which is not accepted", other.name())
                }
            };
            return Err(Error::new(Kind::Authentication(why.into())));
        }
        if self.policy.binding_required && !matches!(method, Method::Scram | Method::None) {
            return Err(refused("channel_binding=require: the server asks for a method that has none"));
        }
        Ok(())
    }

    /// The strongest mechanism that both sides know.
    ///
    /// Where only the client knows channel binding it says so, signed: a server that offered it then knows that
    /// somebody between them took the offer out, and refuses.
    fn choose(&mut self, offer: &Offer) -> Result<(&'static str, ChannelBinding), Error> {
        match self.policy.binding.take() {
            Some(binding) if offer.plus => {
                Ok((SCRAM_SHA_256_PLUS, ChannelBinding::tls_server_end_point(binding)))
            }
            _ if self.policy.binding_required => {
                Err(refused("channel_binding=require: there is no TLS, or the server does not offer it"))
            }
            _ if !offer.plain => Err(unsupported("a SASL mechanism other than SCRAM-SHA-256")),
            Some(_) => Ok((SCRAM_SHA_256, ChannelBinding::unrequested())),
            None => Ok((SCRAM_SHA_256, ChannelBinding::unsupported())),
        }
    }

    fn password(&self) -> Result<&'c [u8], Error> {
        self.password.ok_or_else(|| {
            Error::new(Kind::Authentication(
                "the server asks for a password and the configuration has none".into(),
            ))
        })
    }
}

/// The mechanisms of SASL that the server offers.
#[derive(Default)]
struct Offer {
    plain: bool,
    plus: bool,
}

impl Offer {
    fn read(mut cursor: Cursor<'_>) -> Result<Offer, Error> {
        let mut offer = Offer::default();
        loop {
            let mechanism = cursor.c_bytes()?;
            if mechanism.is_empty() {
                cursor.finish()?;
                return Ok(offer);
            }
            offer.plain |= mechanism == SCRAM_SHA_256.as_bytes();
            offer.plus |= mechanism == SCRAM_SHA_256_PLUS.as_bytes();
        }
    }
}

#[cold]
fn refused(why: &'static str) -> Error {
    Error::new(Kind::Authentication(why.into()))
}

#[cold]
fn unsupported(method: &str) -> Error {
    Error::new(Kind::Authentication(format!("the server asks for {method}, which is not supported").into()))
}

#[cold]
fn scram_failed(why: std::io::Error) -> Error {
    Error::with_source(Kind::Authentication("SCRAM-SHA-256".into()), why)
}
