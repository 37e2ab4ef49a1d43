package io.github.ftplab.internal.server.control;

import io.github.ftplab.internal.protocol.SecretCommands;
import java.util.Locale;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.jspecify.annotations.Nullable;

/**
 * One command line. The command is in upper case; trailing blanks of the argument are kept, as file names may end in
 * them.
 */
public final class CommandLine implements FtpRequest {

    /** The command of a line that exceeds the length limit. */
    public static final String TOO_LONG = "too long";

    /** The command of a line that is not valid UTF-8. */
    public static final String UNREADABLE = "unreadable";

    /** Stands for the greeting of a new connection, where that may wait. No client can send it. */
    static final CommandLine GREETING = bad("greeting");

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

    /** {@return the command {@code SITE CHMOD} from the line {@code SITE CHMOD 644 file}, and any other as it is} */
    CommandLine withSubcommand() {
        if (argument == null || !command.equals("SITE")) {
            return this;
        }
        var sub = parse(argument);
        return sub.command.isEmpty() ? sub : new CommandLine("SITE " + sub.line, "SITE " + sub.command, sub.argument);
    }

    /** {@return a line that can't be parsed, with one of the commands above} */
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

    /** {@return the line, with passwords masked} */
    @Override
    public String toString() {
        return SecretCommands.masked(line);
    }
}
