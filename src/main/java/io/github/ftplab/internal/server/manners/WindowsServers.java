package io.github.ftplab.internal.server.manners;

import io.github.ftplab.internal.server.listing.DosFormat;
import io.github.ftplab.internal.server.listing.LongFormat;

/** Servers for Windows, by logs of sessions with them and by documents of their makers; see docs/servers.md. */
final class WindowsServers {

    private WindowsServers() {}

    /** The four lines by which IIS refuses what the system refuses. */
    private static String win32(String message) {
        return message + "| Win32 error:   " + message + "| Error details: File system returned an error.|End";
    }

    static ServerManners.Builder iis(boolean tls) {
        var missing = win32("The system cannot find the file specified. ");
        var forbidden = win32("Access is denied. ");
        var exists = win32("Cannot create a file when that file already exists. ");
        var filled = win32("The directory is not empty. ");
        var unix = new LongFormat.Columns(3, 8, 11, false, "dd");
        return ServerManners.builder()
                .greeting("Microsoft FTP Service")
                .lacks(UnixServers.OWN)
                .lacks("MLSD", "MLST", "MFMT", "SITE CHMOD")
                .paths(PathStyle.WINDOWS)
                .ignoringCase()
                .listing((zone, directory) -> new DosFormat(zone))
                .otherListing((zone, directory) -> new LongFormat(zone, unix))
                .features(
                        tls,
                        "Extended features supported:",
                        "END",
                        "LANG EN*",
                        "UTF8",
                        "tls:AUTH TLS;TLS-C;SSL;TLS-P;",
                        "tls:PBSZ",
                        "tls:PROT C;P;",
                        "tls:CCC",
                        "HOST",
                        "SIZE",
                        "MDTM",
                        "REST STREAM")
                .replies("""
                    USER 331 -> 331 Password required
                    PASS 230 -> 230 User logged in.
                    PASS 530 -> 530 User cannot log in.
                    QUIT 221 -> 221 Goodbye.
                    SYST 215 -> 215 Windows_NT
                    PWD 257 -> 257 {quoted} is current directory.
                    CWD 250 -> 250 CWD command successful.
                    CDUP 250 -> 250 CDUP command successful.
                    MKD 257 -> 257 {made} directory created.
                    RMD 250 -> 250 RMD command successful.
                    DELE 250 -> 250 DELE command successful.
                    RNFR 350 -> 350 Requested file action pending further information.
                    RNTO 250 -> 250 RNTO command successful.
                    RNTO 503 -> 503 Bad sequence of commands.
                    TYPE 200 -> 200 Type set to {type}.
                    STRU 200 -> 200 STRU F ok.
                    MODE 200 -> 200 MODE S ok.
                    PASV 227 -> 227 Entering Passive Mode {brackets}.
                    EPSV 229 -> 229 Entering Extended Passive Mode {brackets}
                    PORT 200 -> 200 PORT command successful.
                    EPRT 200 -> 200 EPRT command successful.
                    REST 350 -> 350 Restarting at {argument}.
                    LIST,NLST,RETR,STOR,APPE 150 -> 125 Data connection already open; Transfer starting.
                    NOOP 200 -> 200 noop command successful.
                    OPTS UTF8 200 -> 200 OPTS UTF8 command successful - UTF8 encoding now ON.
                    OPTS 501 -> 501 Parameter is incorrect.
                    AUTH 234 -> 234 AUTH command ok. Expecting TLS Negotiation.
                    PBSZ 200 -> 200 PBSZ command successful.
                    PROT 200 -> 200 PROT command successful.
                    ABOR 225 -> 225 ABOR command successful.
                    * 425 -> 425 Cannot open data connection.
                    * 500 -> 500 Command not understood.
                    * 530 -> 530 Please login with USER and PASS.
                    * 550 MISSING -> 550 %s
                    * 550 FORBIDDEN -> 550 %s
                    * 550 EXISTS -> 550 %s
                    * 550 NOT_EMPTY -> 550 %s
                    """.formatted(missing, forbidden, exists, filled));
    }

    static ServerManners.Builder fileZilla(boolean tls) {
        return ServerManners.builder()
                .greeting("FileZilla Server 1.10.4|Please visit https://filezilla-project.org/")
                .lacks(UnixServers.OWN)
                .lacks("HOST", "SITE CHMOD", "CCC")
                .paths(PathStyle.WINDOWS)
                .ignoringCase()
                .columns(1, 3, 15, false, "dd")
                .features(
                        tls,
                        "Features:",
                        "End",
                        "MDTM",
                        "REST STREAM",
                        "SIZE",
                        "MLST {facts}",
                        "MLSD",
                        "tls:AUTH SSL",
                        "tls:AUTH TLS",
                        "tls:PROT",
                        "tls:PBSZ",
                        "UTF8",
                        "TVFS",
                        "EPSV",
                        "EPRT",
                        "MFMT")
                .replies("""
                    USER 331 -> 331 Please, specify the password.
                    PASS 230 -> 230 Login successful.
                    PASS 530 -> 530 Login incorrect.
                    QUIT 221 -> 221 Goodbye.
                    SYST 215 -> 215 UNIX emulated by FileZilla.
                    PWD 257 -> 257 {quoted} is current directory.
                    CWD 250 -> 250 CWD command successful
                    CDUP 250 -> 250 CDUP command successful
                    CWD,CDUP 550 -> 550 Couldn't open the directory
                    MKD 257 -> 257 {made} created successfully.
                    RETR 550 -> 550 Couldn't open the file
                    LIST,NLST,MLSD 550 -> 550 Couldn't open the file or directory
                    TYPE 200 -> 200 Type set to {type}
                    PASV 227 -> 227 Entering Passive Mode {brackets}
                    EPSV 229 -> 229 Entering Extended Passive Mode {brackets}
                    LIST,NLST,MLSD,RETR 150 -> 150 Starting data transfer.
                    STOR,APPE 150 -> 150 About to start data transfer.
                    LIST,NLST,MLSD,RETR,STOR,APPE 226 -> 226 Operation successful
                    OPTS UTF8 200 -> 202 UTF8 mode is always enabled. No need to send this command
                    AUTH 234 -> 234 Using authentication type {argument}.
                    * 500 -> 500 Wrong command.
                    * 530 -> 530 Please log in with USER and PASS first.
                    """);
    }
}
