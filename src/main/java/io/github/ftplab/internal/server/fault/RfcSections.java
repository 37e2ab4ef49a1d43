package io.github.ftplab.internal.server.fault;

import io.github.ftplab.internal.fault.SessionPoint.Stage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Where the standards describe commands and replies. */
final class RfcSections {

    private static final Map<String, String> OF_COMMANDS = new HashMap<>();

    static {
        put("RFC 959, section 4.1.1", "USER", "PASS", "ACCT", "CWD", "CDUP", "REIN", "QUIT");
        put("RFC 959, section 4.1.2", "PORT", "PASV", "TYPE", "STRU", "MODE");
        put("RFC 959, section 4.1.3", "RETR", "STOR", "STOU", "APPE", "ALLO", "RNFR", "RNTO", "ABOR", "DELE", "RMD");
        put("RFC 959, section 4.1.3", "MKD", "PWD", "LIST", "NLST", "SITE", "SYST", "STAT", "HELP", "NOOP");
        put("RFC 2228, section 3; RFC 4217, section 4", "AUTH");
        put("RFC 2228, section 3; RFC 4217, section 9", "PBSZ", "PROT");
        put("RFC 2228, section 3; RFC 4217, section 5", "CCC");
        put("RFC 2389, section 3", "FEAT");
        put("RFC 2389, section 4", "OPTS");
        put("RFC 2428, section 2", "EPRT");
        put("RFC 2428, section 3", "EPSV");
        put("RFC 3659, section 3", "MDTM");
        put("RFC 3659, section 4", "SIZE");
        put("RFC 3659, section 5", "REST");
        put("RFC 3659, section 7", "MLSD", "MLST");
        put("RFC 7151, section 3", "HOST");
        put("draft-bryan-ftpext-hash", "HASH");
        put("draft-somers-ftp-mfxx", "MFMT", "MFCT", "MFF");
    }

    private RfcSections() {}

    private static void put(String section, String... verbs) {
        List.of(verbs).forEach(verb -> OF_COMMANDS.put(verb, section));
    }

    static String of(Stage stage, String verb) {
        return switch (stage) {
            case CONNECT -> "RFC 959, section 5.4, connection establishment";
            case ARRIVAL, COMMAND -> command(verb);
            case LOGIN -> "RFC 959, section 5.4, login";
            case DATA -> "RFC 959, section 3.2";
            case BYTES, LINES -> "RFC 959, section 3.4";
            case PRELIMINARY, REPLY -> "RFC 959, section 4.2, and its sequences in 5.4";
        };
    }

    private static String command(String verb) {
        var found = OF_COMMANDS.get(verb.split(" ", 2)[0]);
        return found == null ? "not in a standard" : found;
    }
}
