//! From an open transport to a connection: startup and authentication.

use std::future::poll_fn;
use std::task::{Context, Poll, ready};

use super::input::Input;
use super::notice;
use super::output::Output;
use super::session::Session;
use super::transport::Transport;
use super::{Config, Connection, settings};
use crate::error::{Error, Kind};
use crate::wire::{
    Authentication, Frame, Policy, TransactionStatus, frontend, key_data, negotiate_version, report, split,
};

/// Longer than any message of a startup: nothing of a longer one is kept for who may not be a server at all.
const LONGEST: usize = 30_001;

/// Logs in.
pub(super) async fn start(
    transport: Box<dyn Transport>,
    config: &Config,
    user: &str,
    password: Option<&[u8]>,
    policy: Policy,
) -> Result<Connection, Error> {
    let settings = settings::startup(config, user);
    let mut connection = Connection {
        transport,
        input: Input::new(),
        output: Output::default(),
        session: Session::new(),
        process_id: 0,
        secret: [].into(),
        origin: None,
        write_error: None,
        broken: false,
    };
    if let Some(capacity) = config.statements {
        connection.set_statement_capacity(capacity);
    }
    connection.output.append(|out| frontend::startup(out, &settings)).map_err(settings::refused)?;
    let mut authentication = Authentication::new(user, password, policy);
    poll_fn(|context| connection.poll_start(context, &mut authentication)).await?;
    settings::check_server(&connection.session.parameters)?;
    Ok(connection)
}

impl Connection {
    fn poll_start(
        &mut self,
        context: &mut Context<'_>,
        authentication: &mut Authentication<'_>,
    ) -> Poll<Result<(), Error>> {
        loop {
            let flushed = self.poll_flush(context);
            while let Some(frame) = split(self.input.unread())? {
                let size = frame.size();
                let ready = self.session.start(frame, authentication, &mut self.output)?;
                if frame.tag == b'K' {
                    let (process_id, secret) = key_data(frame.body)?;
                    self.process_id = process_id;
                    self.secret = secret.into();
                }
                self.input.consume(size);
                if ready {
                    return Poll::Ready(Ok(()));
                }
            }
            if self.input.unread().len() > LONGEST {
                return Poll::Ready(Err(Error::protocol("a message is too long while a connection starts")));
            }
            if flushed.is_pending() || !self.output.is_due() {
                ready!(self.poll_fill(context))?;
            }
        }
    }
}

impl Session {
    /// Takes a message of the startup, and says whether it was the last.
    fn start(
        &mut self,
        frame: Frame<'_>,
        authentication: &mut Authentication<'_>,
        output: &mut Output,
    ) -> Result<bool, Error> {
        match (frame.tag, authentication.is_done()) {
            (b'R', false) => {
                output.append(|out| authentication.receive(frame.body, out))?;
            }
            (b'E', _) => return Err(Error::from_database(report(frame.body)?)),
            (b'N', _) => notice::log(&report(frame.body)?),
            // That the server speaks another minor version or does not know an optional setting changes nothing:
            // neither was asked for.
            (b'v', false) => {
                negotiate_version(frame.body)?;
            }
            // The key is kept by whoever called.
            (b'K', true) => {}
            (b'S', true) => self.set_parameter(frame.body)?,
            (b'Z', true) => {
                self.status = TransactionStatus::read(frame.body)?;
                return Ok(true);
            }
            (tag, _) => return Err(out_of_turn(tag)),
        }
        Ok(false)
    }
}

#[cold]
fn out_of_turn(tag: u8) -> Error {
    Error::new(Kind::Protocol(
        format!("a message of the kind {:?} is out of turn while a connection starts", char::from(tag))
            .into(),
    ))
}
