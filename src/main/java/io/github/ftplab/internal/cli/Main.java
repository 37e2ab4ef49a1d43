package io.github.ftplab.internal.cli;

import io.github.ftplab.internal.protocol.PortRange;
import io.github.ftplab.internal.protocol.Text;
import java.util.List;
import java.util.Optional;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Main class of {@code ftplab-all.jar}. Each subcommand is a class of its own. */
@Command(
        name = "ftplab",
        description = "An FTP server and client for Java notebooks and JShell.",
        subcommands = {ServeCommand.class, JShellCommand.class, GenerateCompletion.class},
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        synopsisSubcommandLabel = "COMMAND")
public final class Main {

    /** Read by JSSE once, at the first connection that a server accepts. */
    private static final String DISABLED_EXTENSIONS = "jdk.tls.server.disableExtensions";

    Main() {}

    /**
     * Runs one command and exits with its status: 0 for success, 1 for failure, 2 for wrong usage.
     *
     * @param arguments the command's name and its own arguments
     */
    public static void main(String... arguments) {
        if (List.of(arguments).contains("serve") && System.getProperty(DISABLED_EXTENSIONS) == null) {
            // Otherwise JSSE refuses clients that ask for ftp_server, for a name with a final dot or for an address.
            // Other programs may need the extension for servers of their own; this process has none.
            System.setProperty(DISABLED_EXTENSIONS, "server_name");
        }
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .registerConverter(UserOption.class, UserOption::parse)
                .registerConverter(PortRange.class, Main::ports)
                .registerConverter(Integer.class, Main::number)
                .registerConverter(int.class, Main::number)
                .registerConverter(Long.class, Main::longNumber)
                .setParameterExceptionHandler(Main::refuse);
    }

    /** Reads ASCII digits only: picocli's own converter takes those of any script. */
    private static long longNumber(String text) {
        boolean negative = text.startsWith("-");
        long number = Text.number(negative ? text.substring(1) : text);
        if (number < 0) {
            throw new TypeConversionException("\"" + text + "\" is not a number");
        }
        return negative ? -number : number;
    }

    private static int number(String text) {
        long number = longNumber(text);
        if (Math.abs(number) > Integer.MAX_VALUE) {
            throw new TypeConversionException("\"" + text + "\" is not a number");
        }
        return (int) number;
    }

    private static PortRange ports(String text) {
        try {
            return PortRange.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }

    /** Prints one line about the error: the complete help would push it off the screen. */
    private static int refuse(ParameterException e, String[] arguments) {
        var command = e.getCommandLine();
        var name = command.getCommandSpec().qualifiedName();
        if (arguments.length == 0) {
            command.usage(command.getErr());
        } else {
            command.getErr().println("%s: %s (see %s --help)".formatted(name, e.getMessage(), name));
            UnmatchedArgumentException.printSuggestions(e, command.getErr());
        }
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            // Without a jar there is no manifest with a version.
            var version = Optional.ofNullable(Main.class.getPackage().getImplementationVersion());
            return new String[] {"ftplab " + version.orElse("(not from a jar)")};
        }
    }
}
