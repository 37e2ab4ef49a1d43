//! Serves a directory with libunftp, for the tests of the client.

use std::{env, sync::Arc};

use async_trait::async_trait;
use libunftp::{
    options::{ActivePassiveMode, FtpsRequired, SiteMd5},
    ServerBuilder,
};
use unftp_core::auth::{AuthenticationError, Authenticator, Credentials, Principal};
use unftp_sbe_fs::Filesystem;

#[derive(Debug)]
struct OneUser;

#[async_trait]
impl Authenticator for OneUser {
    async fn authenticate(&self, name: &str, given: &Credentials) -> Result<Principal, AuthenticationError> {
        if name == "test" && given.password.as_deref() == Some("potato") {
            Ok(Principal { username: name.to_string() })
        } else {
            Err(AuthenticationError::BadPassword)
        }
    }
}

/// The arguments are the port, the home and, for TLS, a file with the certificate and its key.
fn main() {
    // The library takes a TLS handshake for a command if it reads that before a task of its own has run, which the reply
    // to AUTH has started. One thread that looks at its sockets only when no task is left runs that first.
    tokio::runtime::Builder::new_current_thread()
        .event_interval(u32::MAX)
        .enable_all()
        .build()
        .expect("a runtime")
        .block_on(serve());
}

async fn serve() {
    let arguments: Vec<String> = env::args().collect();
    let home = arguments[2].clone();
    let storage = Box::new(move || Filesystem::new(home.clone()).expect("the home"));
    let mut server = ServerBuilder::with_authenticator(storage, Arc::new(OneUser))
        .active_passive_mode(ActivePassiveMode::ActiveAndPassive)
        .sitemd5(SiteMd5::All);
    if let Some(pem) = arguments.get(3) {
        server = server.ftps(pem, pem).ftps_required(FtpsRequired::All, FtpsRequired::All);
    }
    let address = format!("127.0.0.1:{}", arguments[1]);
    server.build().expect("the server").listen(address).await.expect("to listen");
}
