package io.github.ftplab.internal.server.manners;

/** Servers for Unix, as the real ones answer: vsftpd 3.0.3, ProFTPD 1.3.8 and Pure-FTPd 1.0.50. */
final class UnixServers {

    /** What this server has of its own. */
    static final String[] OWN = {
        "AVBL", "HASH", "MD5", "MMD5", "MODE Z", "XCRC", "XMD5", "XSHA1", "XSHA256", "XSHA512",
    };

    private UnixServers() {}

    static ServerManners.Builder vsftpd(boolean tls) {
        return ServerManners.builder()
                .greeting("(vsFTPd 3.0.3)")
                .lacks(OWN)
                .lacks("MLSD", "MLST", "MFMT", "HOST", "CCC")
                .columns(4, 8, 8, true, "dd")
                .hidingDotFiles()
                .listingMissing()
                .features(
                        tls,
                        "Features:",
                        "End",
                        "tls:AUTH TLS",
                        "EPRT",
                        "EPSV",
                        "MDTM",
                        "PASV",
                        "tls:PBSZ",
                        "tls:PROT",
                        "REST STREAM",
                        "SIZE",
                        "TVFS")
                .replies("""
                    USER 331 -> 331 Please specify the password.
                    PASS 230 -> 230 Login successful.
                    PASS 530 -> 530 Login incorrect.
                    PASS 503 -> 503 Login with USER first.
                    QUIT 221 -> 221 Goodbye.
                    PWD 257 -> 257 {quoted} is the current directory
                    CWD,CDUP 250 -> 250 Directory successfully changed.
                    CWD,CDUP 550 -> 550 Failed to change directory.
                    MKD 257 -> 257 {made} created
                    MKD 550 -> 550 Create directory operation failed.
                    RMD 250 -> 250 Remove directory operation successful.
                    RMD 550 -> 550 Remove directory operation failed.
                    DELE 250 -> 250 Delete operation successful.
                    DELE 550 -> 550 Delete operation failed.
                    RNFR 350 -> 350 Ready for RNTO.
                    RNFR 550 -> 550 RNFR command failed.
                    RNTO 250 -> 250 Rename successful.
                    RNTO 550 -> 550 Rename failed.
                    RNTO 503 -> 503 RNFR required first.
                    SIZE 550 -> 550 Could not get file size.
                    MDTM 550 -> 550 Could not get file modification time.
                    SITE CHMOD 200 -> 200 SITE CHMOD command ok.
                    SITE CHMOD 550 -> 550 SITE CHMOD command failed.
                    SITE 500 -> 500 Unknown SITE command.
                    TYPE 200 -> 200 Switching to {typename} mode.
                    TYPE 504 -> 500 Unrecognised TYPE command.
                    STRU 200 -> 200 Structure set to F.
                    STRU 501 -> 504 Bad STRU command.
                    STRU 504 -> 504 Bad STRU command.
                    MODE 200 -> 200 Mode set to S.
                    MODE 501 -> 504 Bad MODE command.
                    MODE 504 -> 504 Bad MODE command.
                    PASV 227 -> 227 Entering Passive Mode {brackets}.
                    EPSV 229 -> 229 Entering Extended Passive Mode {brackets}
                    EPSV 200 -> 200 EPSV ALL ok.
                    EPSV 501 -> 522 Bad network protocol.
                    PORT 200 -> 200 PORT command successful. Consider using PASV.
                    PORT 501 -> 500 Illegal PORT command.
                    EPRT 200 -> 200 EPRT command successful. Consider using EPSV.
                    EPRT 501 -> 500 Bad EPRT command.
                    REST 350 -> 350 Restart position accepted ({argument}).
                    LIST,NLST 150 -> 150 Here comes the directory listing.
                    LIST,NLST 226 -> 226 Directory send OK.
                    RETR 150 -> 150 Opening {mode} mode data connection for {argument} ({total} bytes).
                    RETR 550 -> 550 Failed to open file.
                    STOR,APPE 150 -> 150 Ok to send data.
                    STOR,APPE,STOU 550 -> 553 Could not create file.
                    ABOR 225 -> 225 No transfer to ABOR.
                    STAT 213 -> 213 Status follows:|End of status
                    ALLO 202 -> 202 ALLO command ignored.
                    OPTS UTF8 200 -> 200 Always in UTF8 mode.
                    OPTS 501 -> 501 Option not understood.
                    AUTH 234 -> 234 Proceed with negotiation.
                    AUTH 504 -> 504 Unknown AUTH type.
                    PBSZ 200 -> 200 PBSZ set to 0.
                    PROT 200 -> 200 PROT now {protection}.
                    NOOP 200 -> 200 NOOP ok.
                    * 425 -> 425 Use PORT or PASV first.
                    * 500 -> 500 Unknown command.
                    * 530 -> 530 Please login with USER and PASS.
                    * 550 FORBIDDEN -> 550 Permission denied.
                    """);
    }

    static ServerManners.Builder proftpd(boolean tls) {
        return ServerManners.builder()
                .greeting("ProFTPD Server (ProFTPD) [{address}]")
                .lacks(OWN)
                .columns(3, 8, 8, false, "ppd")
                .hidingDotFiles()
                .features(
                        tls,
                        "Features:",
                        "End",
                        "tls:AUTH TLS",
                        "tls:CCC",
                        "EPRT",
                        "EPSV",
                        "HOST",
                        "MDTM",
                        "MFMT",
                        "MLST {facts}",
                        "tls:PBSZ",
                        "tls:PROT",
                        "REST STREAM",
                        "SIZE",
                        "TVFS",
                        "UTF8")
                .replies("""
                    USER 331 -> 331 Password required for {user}
                    PASS 230 -> 230 User {user} logged in
                    PASS 530 -> 530 Login incorrect.
                    QUIT 221 -> 221 Goodbye.
                    PWD 257 -> 257 {quoted} is the current directory
                    CWD 250 -> 250 CWD command successful
                    CDUP 250 -> 250 CDUP command successful
                    MKD 257 -> 257 {made} - Directory successfully created
                    RMD 250 -> 250 RMD command successful
                    DELE 250 -> 250 DELE command successful
                    RNFR 350 -> 350 File or directory exists, ready for destination name
                    RNTO 250 -> 250 Rename successful
                    RNTO 503 -> 503 Bad sequence of commands
                    LIST,NLST 550 MISSING -> 450 {argument}: {reason}
                    SIZE,MDTM 550 MISSING -> 550 {argument}: {reason}
                    SIZE,MDTM 550 -> 550 {argument}: not a regular file
                    MLST 250 -> 250 Start of list for {argument}|{middle}|End of list
                    * 550 -> 550 {argument}: {reason}
                    TYPE 200 -> 200 Type set to {type}
                    TYPE 504 -> 504 TYPE not implemented for '{argument}' parameter
                    MODE 504 -> 501 'MODE {argument}' unrecognized transfer mode
                    STRU 200 -> 200 Structure set to F
                    MODE 200 -> 200 Mode set to S
                    PASV 227 -> 227 Entering Passive Mode {brackets}.
                    EPSV 229 -> 229 Entering Extended Passive Mode {brackets}
                    EPSV 200 -> 200 EPSV ALL command successful
                    PORT 200 -> 200 PORT command successful
                    EPRT 200 -> 200 EPRT command successful
                    REST 350 -> 350 Restarting at {argument}. Send STORE or RETRIEVE to initiate transfer
                    LIST,NLST 150 -> 150 Opening {mode} mode data connection for file list
                    MLSD 150 -> 150 Opening BINARY mode data connection for MLSD
                    LIST,NLST,MLSD,RETR,STOR,APPE,STOU 226 -> 226 Transfer complete
                    RETR 150 -> 150 Opening {mode} mode data connection for {argument} ({size} bytes)
                    STOR,APPE 150 -> 150 Opening {mode} mode data connection for {argument}
                    ABOR 225 -> 226 Abort successful
                    NOOP 200 -> 200 NOOP command successful
                    SITE CHMOD 200 -> 200 SITE CHMOD command successful
                    ALLO 202 -> 200 ALLO command successful
                    OPTS UTF8 200 -> 200 UTF8 set to on
                    OPTS 501 -> 500 OPTS {argument} not understood
                    SITE 500 -> 500 '{command}' not understood
                    STAT 213 -> 213 Status of {argument}:|End of status
                    AUTH 234 -> 234 AUTH {argument} successful
                    PBSZ 200 -> 200 PBSZ 0 successful
                    PROT 200 -> 200 Protection set to {protection}
                    * 425 -> 425 Unable to build data connection: Connection refused
                    * 500 -> 500 {command} not understood
                    * 530 -> 530 Please login with USER and PASS
                    """);
    }

    static ServerManners.Builder pureFtpd(boolean tls) {
        return ServerManners.builder()
                .greeting("--------- Welcome to Pure-FTPd [privsep] [TLS] ----------"
                        + "|220-You are user number 1 of 50 allowed."
                        + "|220-Local time is now 00:00. Server port: 21."
                        + "|220-This is a private system - No anonymous login"
                        + "|220-IPv6 connections are also welcome on this server."
                        + "|You will be disconnected after 15 minutes of inactivity.")
                .lacks(OWN)
                .lacks("HOST")
                .listingMissing()
                .columns(4, 10, 10, false, "ppd")
                .features(
                        tls,
                        "Extensions supported:",
                        "End.",
                        "UTF8",
                        "EPRT",
                        "MDTM",
                        "SIZE",
                        "MFMT",
                        "REST STREAM",
                        "MLST {facts}",
                        "MLSD",
                        "tls:AUTH TLS",
                        "tls:PBSZ",
                        "tls:PROT",
                        "TVFS",
                        "PASV",
                        "EPSV")
                .replies("""
                    USER 331 -> 331 User {user} OK. Password required
                    PASS 230 -> 230 OK. Current directory is {cwd}
                    PASS 530 -> 530 Login authentication failed
                    QUIT 221 -> 221 Goodbye. You uploaded 0 and downloaded 0 kbytes.|Logout.
                    PWD 257 -> 257 "{cwd}" is your current location
                    CWD 250 -> 250 OK. Current directory is {cwd}
                    CDUP 250 -> 250 OK. Current directory is {cwd}
                    CWD 550 -> 550 Can't change directory to {argument}: {reason}
                    MKD 257 -> 257 "{argument}" : The directory was successfully created
                    MKD 550 -> 550 Can't create directory: {reason}
                    RMD 250 -> 250 The directory was successfully removed
                    RMD 550 -> 550 Can't remove directory: {reason}
                    DELE 250 -> 250 Deleted {argument}
                    DELE 550 -> 550 Could not delete {argument}: {reason}
                    RNFR 350 -> 350 RNFR accepted - file exists, ready for destination
                    RNFR 550 MISSING -> 550 Sorry, but that file doesn't exist
                    RNTO 250 -> 250 File successfully renamed or moved
                    RNTO 503 -> 503 Need RNFR before RNTO
                    SIZE,MDTM,NLST,MLSD 550 MISSING -> 550 Can't check for file existence
                    SIZE,MDTM 550 -> 550 I can only retrieve regular files
                    TYPE 200 -> 200 TYPE is now {typebits}
                    TYPE 504 -> 504 Unknown TYPE: {argument}|TYPE is now {typebits}
                    STRU 200 -> 200 F OK
                    MODE 200 -> 200 S OK
                    MODE 504 -> 504 Please use S(tream) mode
                    PASV 227 -> 227 Entering Passive Mode {brackets}
                    EPSV 229 -> 229 Extended Passive mode OK {brackets}
                    EPSV 200 -> 200 OK
                    PORT 200 -> 200 PORT command successful
                    EPRT 200 -> 200 PORT command successful
                    REST 350 -> 350 Restarting at {argument}
                    LIST,NLST,MLSD 150 -> 150 Accepted data connection
                    RETR,STOR,APPE 150 -> 150 Accepted data connection
                    LIST 226 -> 226 Options: -a -l |{size} matches total
                    NLST,MLSD 226 -> 226 {size} matches total
                    RETR,STOR,APPE 226 -> 226 File successfully transferred|0.001 seconds (measured here), 1.00 Kbytes per second
                    RETR 550 -> 550 Can't open {argument}: {reason}
                    STOR,APPE 550 -> 553 Can't open that file: {reason}
                    NOOP 200 -> 200 Zzz...
                    OPTS UTF8 200 -> 504 Unknown command
                    OPTS 501 -> 504 Unknown command
                    ALLO 202 -> 200 A L'HUILE
                    ABOR 225 -> 226 Since you see this ABOR must've succeeded
                    MLST 250 -> 250 Begin|{middle}|End.
                    MFMT 213 -> 213 UTIME OK
                    STAT 213 -> 213 STAT|End.
                    SITE CHMOD 200 -> 200 Permissions changed on {second}
                    SITE 500 -> 500 {command} is an unknown extension
                    AUTH 234 -> 234 AUTH {argument} OK.
                    PBSZ 200 -> 200 PBSZ=0
                    PROT 200 -> 200 Data protection level set to "private"
                    * 425 -> 425 No data connection
                    * 500 -> 500 Unknown command
                    * 530 -> 530 You aren't logged in
                    """);
    }
}
