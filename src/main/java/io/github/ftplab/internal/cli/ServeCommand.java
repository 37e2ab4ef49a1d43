package io.github.ftplab.internal.cli;

import io.github.ftplab.FtpException;
import io.github.ftplab.FtpServer;
import io.github.ftplab.FtpServerBuilder;
import io.github.ftplab.Permission;
import io.github.ftplab.ServerEvent;
import io.github.ftplab.internal.protocol.DaemonThreads;
import io.github.ftplab.internal.protocol.HostPort;
import java.io.IOException;
import java.io.PrintStream;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code ftplab serve [DIR]}: runs a server until Ctrl-C and shows its log. */
@Command(
        name = "serve",
        description = {
            "Serves a directory by FTP until Ctrl-C, and shows the log.",
            "Without --user or --anonymous, everybody on this machine can read it, as anonymous."
        },
        footer = {
            "",
            "LETTERS are the permissions of a user: e change directory, l list, r read; a append, d delete, f rename, "
                    + "m make directories, w write files, M change modes, T change times. elr reads, elradfmwMT does all.",
            "",
            "Other users of this machine can see a PASSWORD on a command line, and it stays in the shell's history. "
                    + "Write env=VARIABLE to take it from an environment variable, or leave it empty to be asked.",
            "",
            "Examples:",
            "  ftplab serve",
            "  ftplab serve ftp-root --user ann:potato:elradfmwMT",
            "  ftplab serve --user ann::elr --host 0.0.0.0 --require-tls --passive-ports 60000-60100"
        },
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class)
final class ServeCommand implements Callable<Integer> {

    private static final int LAST_LINES_MILLIS = 300;

    @Parameters(arity = "0..1", paramLabel = "DIR", description = "The directory to serve. Default: the current one.")
    private @Nullable Path directory;

    @Option(
            names = {"-d", "--directory"},
            paramLabel = "DIR",
            description = "The same.")
    private @Nullable Path sameDirectory;

    @ArgGroup(validate = false, heading = "Users:%n")
    private UserOptions users = new UserOptions();

    @ArgGroup(validate = false, heading = "Network and limits:%n")
    private NetworkOptions network = new NetworkOptions();

    @ArgGroup(validate = false, heading = "Encryption:%n")
    private TlsOptions tls = new TlsOptions();

    @ArgGroup(validate = false, heading = "Log:%n")
    private LogOptions logging = new LogOptions();

    @ArgGroup(validate = false, heading = "As pyftpdlib has them:%n")
    private PyftpdlibOptions others = new PyftpdlibOptions();

    /** The options for the log. */
    private static final class LogOptions {

        @Option(
                names = {"-D", "--debug"},
                description = "Also show each command and reply, passwords as ****.")
        private boolean debug;

        @Option(names = "--log", paramLabel = "FILE", description = "Also append the log to a file.")
        private @Nullable Path file;

        @Option(
                names = "--log-size",
                paramLabel = "MB",
                description = "When the file has this size, it is renamed to FILE.1 and a new one begun; FILE.2 to "
                        + "FILE.5 are older ones. 0: it grows without limit. Default: 10.")
        private int megabytes = 10;
    }

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        try {
            serve();
            return 0;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command().commandLine(), String.valueOf(e.getMessage()), e);
        } catch (FtpException.Start e) {
            // The library's message names the Java method.
            var message = String.valueOf(e.getMessage()).replace("port(0)", "--port 0");
            command().commandLine().getErr().println(command().qualifiedName() + ": " + message);
            return 1;
        }
    }

    private CommandSpec command() {
        if (spec == null) {
            throw new IllegalStateException("not run by picocli");
        }
        return spec;
    }

    private void serve() throws InterruptedException {
        var builder = builder();
        var outputs = new ArrayList<>(List.of(System.out));
        if (logging.file != null) {
            outputs.add(open(logging.file, logging.megabytes));
        }
        var log = new LiveLog(outputs);
        var running = new AtomicReference<@Nullable FtpServer>();
        builder.onLog(entry -> log.catchUpSoon(running.get()));
        if (logging.debug) {
            builder.on(ServerEvent.OfMessage.class, message -> log.write(running.get(), message));
        }
        var server = builder.start();
        tls.write(server);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> writeLastLines(server, log), "ftplab-last-lines"));
        log.catchUp(server);
        greet(server);
        if (!server.address().isLoopbackAddress() && !tls.isOn()) {
            warn("other machines can connect to " + HostPort.literal(server.address())
                    + ", and without TLS passwords and files are sent unencrypted; add --require-tls");
        }
        running.set(server);
        log.catchUp(server);
        server.awaitClose();
    }

    /**
     * Shutdown hook that writes the last log entries while the library's own hook stops the server. A blocked output
     * does not delay the exit.
     */
    private static void writeLastLines(FtpServer server, LiveLog log) {
        try {
            server.awaitClose();
            var writing = DaemonThreads.of("ftplab-last-lines", () -> log.catchUp(server));
            writing.start();
            writing.join(LAST_LINES_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void greet(FtpServer server) {
        for (var user : server.users()) {
            System.out.println(user.name() + " (" + Permission.format(user.permissions()) + ") is served "
                    + user.home().toAbsolutePath().normalize());
        }
        System.out.println("Connect to " + uri(server) + "; Ctrl-C stops it.");
    }

    /** {@return the URI for clients} 0.0.0.0 is an address to listen on, not one to connect to. */
    private static URI uri(FtpServer server) {
        var listed = server.uri();
        if (!server.address().isAnyLocalAddress()) {
            return listed;
        }
        var own = ownAddress().orElseGet(InetAddress::getLoopbackAddress);
        return URI.create("%s://%s/".formatted(listed.getScheme(), HostPort.text(own, server.port())));
    }

    private static Optional<InetAddress> ownAddress() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> address instanceof Inet4Address
                            && !address.isLoopbackAddress()
                            && !address.isLinkLocalAddress())
                    .findFirst();
        } catch (SocketException e) {
            return Optional.empty();
        }
    }

    /**
     * {@return a builder with all options}
     *
     * @throws IllegalArgumentException if an option is invalid
     * @throws FtpException.Start if a directory or file does not exist
     */
    FtpServerBuilder builder() {
        if (directory != null && sameDirectory != null) {
            throw new IllegalArgumentException("DIR and -d mean the same: give one of them");
        }
        others.check();
        var served = directory != null ? directory : sameDirectory != null ? sameDirectory : Path.of(".");
        if (served.toString().isEmpty()) {
            // As from a variable that is not set.
            throw new IllegalArgumentException("DIR is empty; for the current directory use \".\"");
        }
        var builder = FtpServer.builder();
        network.apply(builder);
        tls.apply(builder);
        users.apply(builder, served);
        return builder;
    }

    private void warn(String text) {
        command().commandLine().getErr().println(command().qualifiedName() + ": warning: " + text);
    }

    private PrintStream open(Path logFile, int megabytes) {
        if (megabytes < 0) {
            throw new IllegalArgumentException("--log-size is negative: the least is 0, for no limit");
        }
        try {
            return new PrintStream(
                    new RotatingFile(logFile, megabytes * 1_000_000L, this::warn), true, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new FtpException.Start(
                    "cannot write the log to %s: %s".formatted(logFile, RotatingFile.reason(e, logFile)), e);
        }
    }
}
