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
import java.io.OutputStream;
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

/** {@code ftplab serve [DIR]}: a server that runs until Ctrl-C, and shows its log meanwhile. */
@Command(
        name = "serve",
        description = {
            "Serves a directory by FTP until Ctrl-C, and shows the log.",
            "Without --user or --anonymous, everybody on this machine can read it, as anonymous."
        },
        footer = {
            "",
            "LETTERS are what a user may do: e change directory, l list, r read; a append, d delete, f rename, "
                    + "m make directories, w write files, M change modes, T change times. elr reads, elradfmwMT does all.",
            "",
            "A PASSWORD on a command line can be seen by others on this machine and stays in the shell's history: "
                    + "write env=VARIABLE instead to take it from the environment, or leave it empty to be asked.",
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

    /** How control connections begin. */
    enum TlsMode {
        off,
        explicit,
        implicit
    }

    @Parameters(arity = "0..1", paramLabel = "DIR", description = "The directory to serve. Not given: the current one.")
    private Path directory = Path.of(".");

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            description = "The address to listen on. Not given: 127.0.0.1, this machine alone. 0.0.0.0 lets others in.")
    private @Nullable String host;

    @Option(
            names = "--port",
            description = "The port; 0 is any free one. Not given: 2121, or any free one if that is taken.")
    private @Nullable Integer port;

    @Option(
            names = "--user",
            paramLabel = UserOption.FORM,
            description = "A user, and as many as you like. HOME is DIR if not given.")
    private List<UserOption> users = new ArrayList<>();

    @Option(
            names = "--users",
            paramLabel = "FILE",
            description = "Users from a file: a header line, then name,password,home,letters.")
    private @Nullable Path usersFile;

    @Option(names = "--anonymous", paramLabel = "LETTERS", description = "What anybody may do, without a password.")
    private @Nullable String anonymous;

    @Option(
            names = "--tls",
            paramLabel = "MODE",
            description = "explicit (ftp://, the client asks for TLS), implicit (ftps://, TLS from the start) or off. "
                    + "Not given: off, or explicit where another option needs it.")
    private @Nullable TlsMode tls;

    @Option(
            names = "--cert",
            paramLabel = "PEM",
            description = "The certificate, with its issuers'. Not given: one is made for this run.")
    private @Nullable Path certificate;

    @Option(names = "--key", paramLabel = "PEM", description = "The certificate's private key.")
    private @Nullable Path key;

    @Option(names = "--require-tls", description = "Refuse passwords and data without TLS.")
    private boolean tlsRequired;

    @Option(
            names = "--passive-ports",
            paramLabel = "A-B",
            description = "The ports for passive data connections. Not given: any free one.")
    private @Nullable PortRange passivePorts;

    @Option(
            names = "--masquerade",
            paramLabel = "ADDRESS",
            description = "The IPv4 address that clients reach this server by, through a router.")
    private @Nullable String masquerade;

    @Option(names = "--max-connections", paramLabel = "N", description = "How many may be connected. Not given: 512.")
    private @Nullable Integer connections;

    @Option(
            names = "--max-per-address",
            paramLabel = "N",
            description = "How many of them from one address. Not given, or 0: no limit of its own.")
    private @Nullable Integer perAddress;

    @Option(
            names = "--idle-timeout",
            paramLabel = "SECONDS",
            description = "How long a client may say nothing. Not given: 300.")
    private @Nullable Integer idleSeconds;

    @Option(names = "--log", paramLabel = "FILE", description = "Append the log to a file as well.")
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
            // The library's advice is for who writes Java.
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
        var server = startQuietly(builder);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> lastWords(server, log), "ftplab-last-words"));
        log.catchUp(server);
        greet(server);
        running.set(server);
        log.catchUp(server);
        server.awaitClose();
    }

    /** The library prints the first lines of the log by itself; here they come with all the others. */
    private static FtpServer startQuietly(FtpServerBuilder builder) {
        var out = System.out;
        System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        try {
            return builder.start();
        } finally {
            System.setOut(out);
        }
    }

    /**
     * The library's own hook stops the server, at the same time. Whoever does not read the log does not hold up the
     * end.
     */
    private static void lastWords(FtpServer server, LiveLog log) {
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

    /** Where others find it: 0.0.0.0 is an address to listen on, and none to connect to. */
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
     * Puts the options together.
     *
     * @throws IllegalArgumentException if an option makes no sense
     * @throws FtpException.Start if a directory or file is not there
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
        admit(builder);
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
            throw new IllegalArgumentException("--cert and --key belong together: give both, or none");
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

    private void admit(FtpServerBuilder builder) {
        for (var user : users) {
            var home = served(user.home() == null ? directory : user.home());
            builder.user(user.name(), user.password(System.getenv(), ServeCommand::ask), home, user.letters());
        }
        if (usersFile != null) {
            load(builder, usersFile);
        }
        if (anonymous != null) {
            builder.anonymous(served(directory), anonymous);
        } else if (users.isEmpty() && usersFile == null) {
            builder.anonymous(served(directory));
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

    private static Path served(Path directory) {
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
            return "there is no directory for it; looked for " + file.toAbsolutePath();
        }
        return e instanceof AccessDeniedException ? "no permission" : String.valueOf(e.getMessage());
    }
}
