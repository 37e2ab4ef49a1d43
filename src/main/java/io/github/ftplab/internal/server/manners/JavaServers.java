package io.github.ftplab.internal.server.manners;

import io.github.ftplab.internal.server.listing.OtherFormats;

/** Servers written in Java. Compared with the real ones by tests. */
final class JavaServers {

    private JavaServers() {}

    /** Apache FtpServer with its own commands, which this server does not use. */
    static ServerManners.Builder apache(boolean tls) {
        return ServerManners.builder()
                .greeting("Service ready for new user.")
                .lacks("AVBL", "HASH", "XCRC", "XMD5", "XSHA1", "XSHA256", "XSHA512", "HOST", "CCC", "SITE CHMOD")
                .listing((zone, directory) -> OtherFormats.apache(zone))
                .hidingDotFiles()
                .listingMissing()
                .features(
                        tls,
                        "Extensions supported",
                        "End",
                        "SIZE",
                        "MDTM",
                        "REST STREAM",
                        "LANG en;zh-tw;ja;is",
                        "MLST Size;Modify;Type;Perm",
                        "tls:AUTH SSL",
                        "tls:AUTH TLS",
                        "MODE Z",
                        "UTF8",
                        "TVFS",
                        "MD5",
                        "MMD5",
                        "MFMT")
                .replies("""
                    USER 331 -> 331 User name okay, need password for {argument}.
                    PASS 230 -> 230 User logged in, proceed.
                    PASS 530 -> 530 Authentication failed.
                    QUIT 221 -> 221 Goodbye.
                    SYST 215 -> 215 UNIX Type: Apache FtpServer
                    PWD 257 -> 257 {quoted} is current directory.
                    CWD 250 -> 250 Directory changed to {cwd}
                    CDUP 250 -> 250 Directory changed to {cwd}.
                    CWD,CDUP 550 -> 550 No such directory.
                    MKD 257 -> 257 {made} created.
                    MKD 550 EXISTS -> 550 {path}: already exists.
                    MKD 550 FORBIDDEN -> 550 No permission to create {path}.
                    RMD 250 -> 250 {made} removed.
                    RMD 550 -> 550 Not a valid directory "{path}".
                    RMD 550 NOT_EMPTY -> 450 Can't remove directory {path}.
                    DELE 250 -> 250 Requested file action okay, deleted {path}.
                    DELE 550 -> 450 Can't delete file {path}.
                    DELE 550 FORBIDDEN -> 450 No permission to delete {path}.
                    RNFR 350 -> 350 Requested file action pending further information.
                    RNFR 550 -> 550 {path}: File unavailable.
                    RNTO 250 -> 250 Requested file action okay, file renamed.
                    RNTO 503 -> 503 Can't find the file which has to be renamed.
                    SIZE 550 -> 550 {path}: Not a plain file.
                    SIZE 550 MISSING -> 550 {path}: No such file or directory.
                    MDTM 213 -> 213 {ours}.000
                    MDTM 550 -> 550 File {path} unavailable.
                    TYPE,MODE,STRU,PORT,EPRT,NOOP,PBSZ,PROT 200 -> 200 Command {command} okay.
                    TYPE,MODE,STRU 504 -> 504 Command {command} not implemented for the parameter {argument}.
                    PASV 227 -> 227 Entering Passive Mode {brackets}
                    EPSV 229 -> 229 Entering Passive Mode {brackets}
                    REST 350 -> 350 Restarting at {argument}. Send STORE or RETRIEVE to initiate transfer.
                    LIST,NLST,MLSD,RETR,STOR,STOU,APPE 150 -> 150 File status okay; about to open data connection.
                    LIST,NLST,MLSD 226 -> 226 Closing data connection.
                    RETR,STOR,APPE 226 -> 226 Transfer complete.
                    RETR 550 MISSING -> 550 {path}: No such file or directory.
                    STOR,APPE 550 -> 550 {path}: Invalid path.
                    STOR,APPE 550 FORBIDDEN -> 550 {path}: Permission denied.
                    LIST 550 MISSING -> 450 Non-existing file
                    MFMT 213 -> 213 ModifyTime={first}; {second}
                    MLST 250 -> 250 |{middle}|Requested file action okay, completed.
                    OPTS UTF8 200 -> 200 Command OPTS okay.
                    OPTS 501 -> 502\s
                    ALLO 202 -> 502 Command ALLO not implemented.
                    STAT 213 -> 213 |End of status.
                    SITE 500 -> 502 Command SITE not implemented for {subcommand}.
                    AUTH 234 -> 234 Command AUTH okay; starting {argument} connection.
                    ABOR 225 -> 226 ABOR command successful.
                    * 425 -> 425 Can't open data connection.
                    * 500 -> 502 Command {command} not implemented.
                    * 530 -> 530 Access denied.
                    """);
    }
}
