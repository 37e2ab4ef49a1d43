package io.github.ftplab.internal.server.manners;

import io.github.ftplab.internal.server.listing.EplfFormat;
import io.github.ftplab.internal.server.listing.MvsFormat;
import io.github.ftplab.internal.server.listing.NetwareFormat;
import io.github.ftplab.internal.server.listing.Os400Format;
import io.github.ftplab.internal.server.listing.OtherFormats;
import io.github.ftplab.internal.server.listing.VmsFormat;

/** Servers for systems that few have at hand, by their documents and by logs of sessions; see docs/servers.md. */
final class OtherServers {

    /** What came after their time. */
    private static final String[] LATER = {"MLSD", "MLST", "MFMT", "HOST", "SITE CHMOD"};

    private OtherServers() {}

    /**
     * z/OS 3.1 without SIZE and MDTM, which its configuration must permit; it restarts no transfers in stream mode, the
     * only one that clients use.
     */
    static ServerManners.Builder zos() {
        return ServerManners.builder()
                .greeting("TCPFTP1 IBM FTP CS 3.2 at {address}, 12:00:00 on 2026-03-25."
                        + "|Connection will close if idle for more than 600 seconds.")
                .lacks(UnixServers.OWN)
                .lacks(LATER)
                .lacks("REST")
                .paths(PathStyle.MVS)
                .listing((zone, directory) -> new MvsFormat(zone))
                .replies("""
                    USER 331 -> 331 Send password please.
                    PASS 230 -> 230 {USER} is logged on.  Working directory is "{USER}.".
                    QUIT 221 -> 221 Quit command received. Goodbye.
                    SYST 215 -> 215 MVS is the operating system of this server. FTP Server is running on z/OS.
                    FEAT 211 -> 211 no Extensions supported
                    SIZE,MDTM 500 -> 501 command aborted -- FTP server not configured for SIZE/MDTM
                    REST 500 -> 504 Restart requires Block or Compressed transfer mode.
                    PWD 257 -> 257 "{cwd}" is working directory.
                    CWD,CDUP 250 -> 250 "{prefix}" is the working directory name prefix.
                    MKD 257 -> 257 "{path}" created.
                    MKD 550 EXISTS -> 550 MKDIR failed: EDC5117I File exists.
                    RMD,DELE 250 -> 250 {argument} deleted.
                    RMD 550 MISSING -> 550 "{argument}" data set does not exist.
                    DELE 550 MISSING -> 550 DELE fails: {argument} does not exist.
                    RNFR 350 -> 350 RNFR accepted. Please supply new name for RNTO.
                    RNFR 550 MISSING -> 550 RNFR fails: {argument} does not exist.
                    RNTO 250 -> 250 Renamed to {argument}
                    TYPE 200 -> 200 Representation type is {form}
                    STRU 200 -> 250 Data structure is File
                    MODE 200 -> 200 Data transfer mode is Stream
                    PASV 227 -> 227 Entering Passive Mode {brackets}
                    EPSV 229 -> 229 Entering Extended Passive Mode {brackets}
                    PORT 200 -> 200 Port request OK.
                    EPRT 200 -> 200 EPRT request OK
                    LIST,NLST 150 -> 125 List started OK
                    LIST,NLST 226 -> 250 List completed successfully.
                    RETR 150 -> 125 Sending data set {argument} FIXrecfm 80
                    STOR 150 -> 125 Storing data set {argument}
                    APPE 150 -> 125 Appending to data set {argument}
                    RETR,STOR,APPE 226 -> 250 Transfer completed successfully.
                    RETR 550 MISSING -> 550 Data set {argument} not found
                    ABOR 225 -> 226 Abort successful.
                    NOOP 200 -> 200 OK
                    * 500 -> 500 unknown command {command}
                    * 530 -> 530 You must first login with USER and PASS.
                    """)
                .lacks("SIZE", "MDTM");
    }

    /** Process Software's FTP server. */
    static ServerManners.Builder openVms() {
        return ServerManners.builder()
                .greeting("{address} FTP-OpenVMS FTPD V5.3-3 (c) 1998 Process Software Corporation")
                .lacks(UnixServers.OWN)
                .lacks(LATER)
                .lacks("FEAT", "OPTS", "EPSV", "EPRT")
                .paths(PathStyle.VMS)
                .listing(VmsFormat::new)
                .replies("""
                    SYST 215 -> 215 VMS system type. VMS V5.5-2.
                    PWD 257 -> 257 "{cwd}"
                    MKD 257 -> 257 "{path}"
                    EPSV 500 -> 500 Invalid command
                    EPRT 500 -> 500 Invalid command
                    """);
    }

    static ServerManners.Builder os400() {
        return ServerManners.builder()
                .greeting("QTCP at {address}.|Connection will close if idle more than 5 minutes.")
                .lacks(UnixServers.OWN)
                .lacks(LATER)
                .lacks("FEAT")
                .listing((zone, directory) -> new Os400Format(zone))
                .replies("""
                    USER 331 -> 331 Enter password.
                    PASS 230 -> 230 {USER} logged on.
                    QUIT 221 -> 221 QUIT subcommand received.
                    SYST 215 -> 215  OS/400 is the remote operating system. The TCP/IP version is "V5R2M0".
                    CWD,CDUP 250 -> 250 {quoted} is current directory.
                    PWD 257 -> 257 {quoted} is current directory.
                    TYPE 200 -> 200 Representation type is {form}.
                    PASV 227 -> 227 Entering Passive Mode {brackets}.
                    PORT 200 -> 200 PORT subcommand request successful.
                    LIST,NLST 150 -> 125 List started.
                    LIST,NLST 226 -> 250 List completed.
                    RETR 150 -> 150 Retrieving file {path}
                    STOR 150 -> 150 Sending file to {path}
                    RETR,STOR 226 -> 250 File transfer completed successfully.
                    OPTS UTF8 200 -> 501 OPTS unsuccessful; specified subcommand not recognized.
                    OPTS 501 -> 501 OPTS unsuccessful; specified subcommand not recognized.
                    * 500 -> 501 {command} unsuccessful; specified subcommand not recognized.
                    """);
    }

    static ServerManners.Builder netware() {
        return ServerManners.builder()
                .lacks(UnixServers.OWN)
                .lacks(LATER)
                .lacks("FEAT", "OPTS", "EPSV", "EPRT")
                .listing((zone, directory) -> new NetwareFormat(zone))
                .replies("SYST 215 -> 215 NETWARE Type: L8");
    }

    /** The FTP server of IBM's TCP/IP for OS/2. */
    static ServerManners.Builder os2() {
        return ServerManners.builder()
                .lacks(UnixServers.OWN)
                .lacks(LATER)
                .lacks("FEAT", "OPTS", "EPSV", "EPRT")
                .paths(PathStyle.WINDOWS)
                .ignoringCase()
                .listing((zone, directory) -> OtherFormats.os2(zone))
                .replies("SYST 215 -> 215 OS/2");
    }

    /** Peter Lewis's server for the classic Mac OS. */
    static ServerManners.Builder netPresenz() {
        return ServerManners.builder()
                .lacks(UnixServers.OWN)
                .lacks(LATER)
                .lacks("FEAT", "OPTS", "EPSV", "EPRT")
                .ignoringCase()
                .listing((zone, directory) -> OtherFormats.netPresenz(zone))
                .replies("""
                    SYST 215 -> 215 MACOS Peter's Server
                    PORT 200 -> 200 PORT command successful
                    LIST,NLST,RETR,STOR,APPE 150 -> 150 Opening connection
                    LIST,NLST,RETR,STOR,APPE 226 -> 226 Transfer complete
                    """);
    }

    static ServerManners.Builder zvm() {
        return ServerManners.builder()
                .greeting("FTPSERVE IBM VM V2R4 at {address}, 05:45:06 CST MONDAY 12/20/99")
                .lacks(UnixServers.OWN)
                .lacks(LATER)
                .lacks("FEAT", "OPTS", "EPSV", "EPRT")
                .listing((zone, directory) -> OtherFormats.zvm(zone))
                .replies("SYST 215 -> 215 VM/ESA Version 2 Release 2.0, service level 9903|    VM/CMS Level 13, Service"
                        + " Level 903|VM is the operating system of this server.");
    }

    /** The publicfile of djbwares, which anybody may read and nobody change. */
    static ServerManners.Builder publicfile() {
        return ServerManners.builder()
                .lacks(UnixServers.OWN)
                .lacks("MLSD", "MLST", "MFMT", "SITE CHMOD", "SIZE", "MDTM", "EPRT", "STAT")
                .lacks("STOR", "STOU", "APPE", "DELE", "RNFR", "RNTO", "MKD", "XMKD", "RMD", "XRMD")
                .listing((zone, directory) -> new EplfFormat())
                .features(false, "I understand:", ".", "PIPELINING", "EPLF", "HOST", "TVFS")
                .replies("""
                    USER 331 -> 331 Hi. No need to log in; I'm an anonymous ftp server.
                    PASS 230 -> 230 Hi. No need to log in; I'm an anonymous ftp server.
                    QUIT 221 -> 221 Bye.
                    HOST 220 -> 220 virtual host accepted
                    OPTS UTF8 200 -> 501 No options are available.
                    OPTS 501 -> 501 No options are available.
                    SIZE 500 -> 550 Check the result of FEAT first, as RFC 3659 instructs.
                    PWD 257 -> 257 {quoted}\s
                    CWD 250 -> 250 {quoted}\s
                    CDUP 250 -> 200 {quoted}\s
                    NOOP 200 -> 200 I'm here.
                    TYPE 200 -> 200 Okay, using binary.
                    STRU 200 -> 200 Thanks, I always do file structure.
                    MODE 200 -> 200 Thanks, I always do stream mode.
                    ALLO 202 -> 202 Who cares? I don't allow file creation.
                    STOR,STOU,APPE,DELE,RNFR,RNTO,MKD,RMD 500 -> 553 Sorry, I don't allow file modification.
                    * 500 -> 502 Sorry, I don't understand that command.
                    """);
    }
}
