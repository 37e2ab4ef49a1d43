//! suppaftp as one of the clients of ForeignClientsIT.
//! Arguments: TLS host port user password certificate active command ...

use std::env;
use std::error::Error;
use std::fs::{metadata, File, OpenOptions};
use std::io;
use std::process::ExitCode;
use std::sync::Arc;

use suppaftp::rustls::pki_types::pem::PemObject;
use suppaftp::rustls::pki_types::CertificateDer;
use suppaftp::rustls::{ClientConfig, RootCertStore};
use suppaftp::types::FileType;
use suppaftp::{FtpError, Mode, RustlsConnector, RustlsFtpStream};

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Result<(), Box<dyn Error>> {
    let [tls, host, port, user, password, certificate, active, command, paths @ ..] = arguments else {
        return Err("too few arguments".into());
    };
    let mut ftp = if host.contains(':') {
        RustlsFtpStream::connect(format!("[{host}]:{port}"))?
    } else {
        RustlsFtpStream::connect(format!("{host}:{port}"))?
    };
    if tls == "explicit" {
        let mut roots = RootCertStore::empty();
        roots.add(CertificateDer::from_pem_file(certificate)?)?;
        let config = ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
        ftp = ftp.into_secure(RustlsConnector::from(Arc::new(config)), host)?;
    }
    ftp.login(user, password)?;
    ftp.transfer_type(FileType::Binary)?;
    ftp.set_mode(if active == "true" { Mode::Active } else { Mode::ExtendedPassive });
    match command.as_str() {
        "list" => {
            let path = paths[0].as_str();
            for line in ftp.list(if path.is_empty() { None } else { Some(path) })? {
                println!("{line}");
            }
        }
        "download" => download(&mut ftp, &paths[0], File::create(&paths[1])?)?,
        "resume" => {
            ftp.resume_transfer(metadata(&paths[1])?.len() as usize)?;
            download(&mut ftp, &paths[0], OpenOptions::new().append(true).open(&paths[1])?)?;
        }
        "upload" => {
            ftp.put_file(&paths[1], &mut File::open(&paths[0])?)?;
        }
        "append" => {
            ftp.append_file(&paths[1], &mut File::open(&paths[0])?)?;
        }
        "delete" => ftp.rm(&paths[0])?,
        "rename" => ftp.rename(&paths[0], &paths[1])?,
        "make_directory" => ftp.mkdir(&paths[0])?,
        "mirror" => {
            for name in ftp.nlst(Some(paths[0].as_str()))? {
                let file = File::create(format!("{}/{name}", paths[1]))?;
                download(&mut ftp, &format!("{}/{name}", paths[0]), file)?;
            }
        }
        _ => return Err(format!("unknown command {command}").into()),
    }
    ftp.quit()?;
    Ok(())
}

fn download(ftp: &mut RustlsFtpStream, remote: &str, mut file: File) -> Result<(), FtpError> {
    ftp.retr(remote, |stream| {
        io::copy(stream, &mut file).map_err(FtpError::ConnectionError)?;
        Ok(())
    })
}
