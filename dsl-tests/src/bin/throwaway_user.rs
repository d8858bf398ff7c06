//! A process that uses the throwaway server, for the tests of how it ends: makes a database, says where, then does
//! what its argument says.

use std::io::Read;

use piton::testing::{Database, Error, Server};

fn main() -> Result<(), Error> {
    let ending = std::env::args().nth(1).unwrap_or_default();
    let private = if ending == "private" { Some(Server::private().start()?) } else { None };
    let database = match &private {
        Some(server) => server.create_database()?,
        None => Database::create()?,
    };
    let server = database.server();
    println!("{}", database.name());
    println!("{}", server.version()?);
    println!("{}", server.folder().map(|folder| folder.display().to_string()).unwrap_or_default());
    println!("{}", database.url());
    match ending.as_str() {
        "panic" => panic!("as asked for"),
        "abort" => std::process::abort(),
        "wait" | "private" => {
            let mut input = Vec::new();
            std::io::stdin().read_to_end(&mut input).expect("a standard input");
        }
        _ => {}
    }
    Ok(())
}
