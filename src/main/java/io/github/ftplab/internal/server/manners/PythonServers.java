package io.github.ftplab.internal.server.manners;

/** Servers that are Python libraries, as the real ones answer: pyftpdlib 2.2. */
final class PythonServers {

    private PythonServers() {}

    static ServerManners.Builder pyftpdlib(boolean tls) {
        return ServerManners.builder()
                .greeting("pyftpdlib 2.2.0 ready.")
                .lacks(UnixServers.OWN)
                .lacks("HOST", "CCC")
                .features(
                        tls,
                        "Features supported:",
                        "End FEAT.",
                        "tls:AUTH TLS",
                        "tls:AUTH SSL",
                        "EPRT",
                        "EPSV",
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
                    USER 331 -> 331 Username ok, send password.
                    PASS 230 -> 230 Login successful.
                    PASS 530 -> 530 Authentication failed.
                    MODE 200 -> 200 Transfer mode set to: S
                    MODE 504 -> 501 Unrecognized MODE type.
                    TYPE 504 -> 504 Unsupported type "{argument}".
                    RNFR 350 -> 350 Ready for destination name.
                    RNTO 250 -> 250 Renaming ok.
                    SIZE 550 -> 550 {path} is not retrievable.
                    MDTM 550 -> 550 {path} is not retrievable
                    MFMT 213 -> 213 Modify={first}; {second}.
                    LIST,NLST,MLSD,RETR,STOR,APPE 150 -> 150 File status okay. About to open data connection.
                    REST 350 -> 350 Restarting at position {argument}.
                    MLSD 550 MISSING -> 501 No such directory.
                    OPTS UTF8 200 -> 200 Always in UTF8 mode.
                    OPTS 501 -> 501 Unsupported command "{argument}".
                    STAT 213 -> 213 Status of "{path}":|End of status.
                    MLST 250 -> 250 Listing "{path}":|{middle}|End MLST.
                    NOOP 200 -> 200 I successfully did nothing'.
                    * 500 -> 500 Command "{command}" not understood.
                    * 530 -> 530 Log in with USER and PASS first.
                    * 550 FORBIDDEN -> 550 Not enough privileges.
                    * 550 -> 550 {reason}.
                    """);
    }
}
