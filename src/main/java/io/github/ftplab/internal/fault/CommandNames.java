package io.github.ftplab.internal.fault;

import java.util.Map;

/** Commands that have two names, for faults, breakpoints and checks: they meet the command under either. */
public final class CommandNames {

    /** The command names of RFC 775, which some clients still send, and those of RFC 959. */
    public static final Map<String, String> OLD =
            Map.of("XCWD", "CWD", "XCUP", "CDUP", "XMKD", "MKD", "XRMD", "RMD", "XPWD", "PWD");

    private CommandNames() {}

    /** {@return the name of today of a command, in upper case; the name itself if it has no other} */
    public static String current(String command) {
        return OLD.getOrDefault(command, command);
    }
}
