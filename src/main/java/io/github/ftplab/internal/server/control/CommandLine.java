package io.github.ftplab.internal.server.control;

import java.util.Locale;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.jspecify.annotations.Nullable;

/** One command as it came: the name in upper case, and the argument to the last blank, as names may end in one. */
final class CommandLine implements FtpRequest {

    /** The name given to a line that is longer than the server reads. */
    static final String TOO_LONG = "too long";

    /** The name given to a line that is no UTF-8. */
    static final String UNREADABLE = "unreadable";

    private final String line;
    private final String command;
    private final @Nullable String argument;
    private final long receivedTime = System.currentTimeMillis();

    private CommandLine(String line, String command, @Nullable String argument) {
        this.line = line;
        this.command = command;
        this.argument = argument;
    }

    static CommandLine parse(String line) {
        int space = line.indexOf(' ');
        var command = space < 0 ? line : line.substring(0, space);
        var argument = space < 0 || space == line.length() - 1 ? null : line.substring(space + 1);
        return new CommandLine(line, command.toUpperCase(Locale.ROOT), argument);
    }

    /** {@return the command {@code SITE CHMOD} from the line {@code CHMOD 644 file}} */
    static CommandLine site(CommandLine behind) {
        return new CommandLine("SITE " + behind.line, "SITE " + behind.command, behind.argument);
    }

    /** A line that can't be a command, known by one of the names above. */
    static CommandLine bad(String name) {
        return new CommandLine(name, name, null);
    }

    @Override
    public String getRequestLine() {
        return line;
    }

    @Override
    public String getCommand() {
        return command;
    }

    @Override
    public @Nullable String getArgument() {
        return argument;
    }

    @Override
    public boolean hasArgument() {
        return argument != null;
    }

    @Override
    public long getReceivedTime() {
        return receivedTime;
    }

    /** {@return the line, without the password if it is one} */
    @Override
    public String toString() {
        return command.equals("PASS") ? "PASS ******" : line;
    }
}
