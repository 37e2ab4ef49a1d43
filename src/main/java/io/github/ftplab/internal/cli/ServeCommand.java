package io.github.ftplab.internal.cli;

import io.github.ftplab.FtpException;
import io.github.ftplab.FtpServer;
import io.github.ftplab.FtpServerBuilder;
import io.github.ftplab.Permission;
import io.github.ftplab.ServerLimits;
import io.github.ftplab.internal.protocol.DaemonThreads;
import io.github.ftplab.internal.protocol.HostPort;
import io.github.ftplab.internal.protocol.PortRange;
import java.io.IOException;
import java.io.PrintStream;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
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

    /** When a control connection starts TLS. */
    enum TlsMode {
        off,
        explicit,
        implicit
    }

    @Parameters(arity = "0..1", paramLabel = "DIR", description = "The directory to serve. Default: the current one.")
    private Path directory = Path.of(".");

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            description = "The address to listen on. Default: 127.0.0.1, this machine only. 0.0.0.0: all networks.")
    private @Nullable String host;

    @Option(
            names = "--port",
            description = "The port; 0 for any free port. Default: 2121, or any free port if that is in use.")
    private @Nullable Integer port;

    @Option(
            names = "--user",
            paramLabel = UserOption.FORM,
            description = "Add a user; can be repeated. HOME is DIR by default.")
    private List<UserOption> users = new ArrayList<>();

    @Option(
            names = "--users",
            paramLabel = "FILE",
            description = "Read users from a file: a header line, then lines with name,password,home,letters.")
    private @Nullable Path usersFile;

    @Option(names = "--anonymous", paramLabel = "LETTERS", description = "Let in anonymous users as well.")
    private @Nullable String anonymous;

    @Option(
            names = "--tls",
            paramLabel = "MODE",
            description = "explicit (ftp://, the client asks for TLS), implicit (ftps://, TLS from the start) or off. "
                    + "Default: off, or explicit if another option needs TLS.")
    private @Nullable TlsMode tls;

    @Option(
            names = "--cert",
            paramLabel = "PEM",
            description = "The certificate chain. Default: a new self-signed certificate.")
    private @Nullable Path certificate;

    @Option(names = "--key", paramLabel = "PEM", description = "The certificate's private key.")
    private @Nullable Path key;

    @Option(names = "--require-tls", description = "Refuse passwords and data connections without TLS.")
    private boolean tlsRequired;

    @Option(
            names = "--passive-ports",
            paramLabel = "A-B",
            description = "The ports for passive data connections. Default: any free port.")
    private @Nullable PortRange passivePorts;

    @Option(
            names = "--masquerade",
            paramLabel = "ADDRESS",
            description = "The IPv4 address to announce to clients, for a server behind a router.")
    private @Nullable String masquerade;

    @Option(names = "--max-connections", paramLabel = "N", description = "The connection limit. Default: 512.")
    private @Nullable Integer connections;

    @Option(
            names = "--max-per-address",
            paramLabel = "N",
            description = "The connection limit per address. Default, or 0: unlimited.")
    private @Nullable Integer perAddress;

    @Option(
            names = "--idle-timeout",
            paramLabel = "SECONDS",
            description = "The time after which an idle client is disconnected. Default: 300.")
    private @Nullable Integer idleSeconds;

    @Option(names = "--log", paramLabel = "FILE", description = "Also append the log to a file.")
    private @Nullable Path logFile;

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
        if (logFile != null) {
            outputs.add(open(logFile));
        }
        var log = new LiveLog(outputs);
        var running = new AtomicReference<@Nullable FtpServer>();
        builder.onLog(entry -> log.catchUpSoon(running.get()));
        var server = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> writeLastLines(server, log), "ftplab-last-lines"));
        log.catchUp(server);
        greet(server);
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
            System.out.printf(
                    "%s (%s) is served %s%n",
                    user.name(),
                    Permission.format(user.permissions()),
                    user.home().toAbsolutePath().normalize());
        }
        System.out.printf("Connect to %s; Ctrl-C stops it.%n", uri(server));
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
        var builder = FtpServer.builder().limits(limits());
        if (host != null) {
            builder.address(host);
        }
        if (port != null) {
            builder.port(port);
        }
        if (passivePorts != null) {
            builder.passivePorts(passivePorts.first(), passivePorts.last());
        }
        if (masquerade != null) {
            builder.masqueradeAddress(masquerade);
        }
        secure(builder);
        addUsers(builder);
        return builder;
    }

    private ServerLimits limits() {
        var limits = ServerLimits.DEFAULT;
        if (connections != null) {
            limits = limits.connections(connections);
        }
        if (perAddress != null) {
            limits = limits.perAddress(perAddress);
        }
        return idleSeconds == null ? limits : limits.idleTimeout(Duration.ofSeconds(idleSeconds));
    }

    private void secure(FtpServerBuilder builder) {
        if ((certificate == null) != (key == null)) {
            throw new IllegalArgumentException("--cert and --key belong together: set both or neither");
        }
        boolean needed = certificate != null || tlsRequired;
        if (tls == TlsMode.off && needed) {
            throw new IllegalArgumentException("--tls off contradicts --cert, --key and --require-tls");
        }
        if (certificate != null && key != null) {
            load(builder, certificate, key);
        } else if (needed || tls == TlsMode.explicit) {
            builder.tls();
        }
        if (tls == TlsMode.implicit) {
            builder.implicitTls();
        }
        if (tlsRequired) {
            builder.requireTls();
        }
    }

    private static void load(FtpServerBuilder builder, Path certificate, Path key) {
        try {
            builder.tls(certificate, key);
        } catch (IllegalArgumentException e) {
            throw new FtpException.Start(String.valueOf(e.getMessage()), e);
        }
    }

    private void addUsers(FtpServerBuilder builder) {
        for (var user : users) {
            var home = checkDirectory(user.home() == null ? directory : user.home());
            builder.user(user.name(), user.password(System.getenv(), ServeCommand::ask), home, user.letters());
        }
        if (usersFile != null) {
            load(builder, usersFile);
        }
        if (anonymous != null) {
            builder.anonymous(checkDirectory(directory), anonymous);
        } else if (users.isEmpty() && usersFile == null) {
            builder.anonymous(checkDirectory(directory));
        }
    }

    private static void load(FtpServerBuilder builder, Path usersFile) {
        try {
            builder.users(usersFile);
        } catch (IllegalArgumentException e) {
            throw new FtpException.Start(String.valueOf(e.getMessage()), e);
        }
    }

    private static Optional<String> ask(String user) {
        return Terminal.console()
                .map(console -> console.readPassword("password for %s: ", user))
                .map(String::new);
    }

    private static Path checkDirectory(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw new FtpException.Start(
                    "cannot serve %s: %s; looked for %s"
                            .formatted(
                                    directory,
                                    Files.exists(directory) ? "it is a file" : "there is no such directory",
                                    directory.toAbsolutePath().normalize()),
                    null);
        }
        if (!Files.isReadable(directory)) {
            throw new FtpException.Start("cannot serve %s: no permission to read it".formatted(directory), null);
        }
        return directory;
    }

    private static PrintStream open(Path logFile) {
        try {
            var stream = Files.newOutputStream(logFile, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            return new PrintStream(stream, true, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new FtpException.Start("cannot write the log to %s: %s".formatted(logFile, reason(e, logFile)), e);
        }
    }

    private static String reason(IOException e, Path file) {
        if (Files.isDirectory(file)) {
            return "it is a directory";
        }
        if (e instanceof NoSuchFileException) {
            return "its directory does not exist; looked for " + file.toAbsolutePath();
        }
        return e instanceof AccessDeniedException ? "no permission" : String.valueOf(e.getMessage());
    }
}
