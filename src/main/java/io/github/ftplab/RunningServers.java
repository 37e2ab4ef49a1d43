package io.github.ftplab;

import io.github.ftplab.internal.protocol.HostPort;
import io.github.ftplab.internal.protocol.ReplDetection;
import io.github.ftplab.internal.repl.ReplSetup;
import io.github.ftplab.internal.server.file.FileNameEncoding;
import io.github.ftplab.internal.server.log.EventLog;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The registry of this JVM's running servers, so that a server stays reachable when its variable is lost. */
final class RunningServers {

    /** Accessed without the lock that {@link #start} holds, so that nothing keeps the JVM from exiting. */
    private static final List<FtpServer> SERVERS = new CopyOnWriteArrayList<>();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(FtpServer::stopAll, "ftplab-shutdown"));
    }

    private RunningServers() {}

    static List<FtpServer> running() {
        return List.copyOf(SERVERS);
    }

    /** Stops them all in parallel, as each may take a moment. */
    static void stopAll() {
        var servers = running();
        if (servers.size() == 1) {
            servers.get(0).stop();
            return;
        }
        var threads = new ArrayList<Thread>();
        for (var server : servers) {
            var thread = new Thread(server::stop, "ftplab-stop-" + server.port());
            threads.add(thread);
            thread.start();
        }
        boolean interrupted = false;
        for (var thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    static void remove(FtpServer server) {
        SERVERS.remove(server);
    }

    /** Only in a notebook or JShell, where a cell is run again, a server replaces another and its lines are printed. */
    static synchronized FtpServer start(FtpServerBuilder builder) {
        boolean inCell = ReplDetection.isRunning();
        ReplSetup.begin();
        var events = new EventLog();
        var earlier = inCell ? replacedBy(builder) : List.<FtpServer>of();
        refuseOwnPort(builder, earlier);
        for (var server : earlier) {
            events.add(
                    ServerLog.Level.INFO,
                    "replacing this notebook's earlier server on %s".formatted(server.hostAndPort()));
            server.stop();
        }
        var server = builder.launch(ports(builder, earlier), events);
        if (builder.port == null && server.port() != FtpServer.DEFAULT_PORT) {
            boolean own = owner(builder, FtpServer.DEFAULT_PORT) != null;
            events.add(
                    own ? ServerLog.Level.INFO : ServerLog.Level.WARNING,
                    String.format(
                            Locale.ROOT,
                            "port %d is taken by another %s: took %d instead",
                            FtpServer.DEFAULT_PORT,
                            own ? "server" : "program",
                            server.port()));
        }
        events.add(
                ServerLog.Level.INFO,
                ">>> starting FTP server on " + server.hostAndPort() + ", pid="
                        + ProcessHandle.current().pid() + " <<<");
        events.add(ServerLog.Level.INFO, "concurrency model: threads");
        events.add(ServerLog.Level.INFO, "masquerade (NAT) address: " + text(builder.network.masquerade()));
        events.add(ServerLog.Level.INFO, "passive ports: " + text(builder.network.passivePorts()));
        for (var warning : builder.warnings) {
            events.add(ServerLog.Level.WARNING, warning);
        }
        var encoding = FileNameEncoding.warning();
        if (encoding.isPresent()) {
            events.add(ServerLog.Level.WARNING, encoding.get());
        }
        SERVERS.add(server);
        if (inCell && !builder.isQuiet) {
            System.out.println(server.log());
        }
        return server;
    }

    /** Formats a setting as pyftpdlib's log does. */
    private static String text(@Nullable Object setting) {
        return setting == null
                ? "None"
                : setting instanceof InetAddress address ? address.getHostAddress() : setting.toString();
    }

    private static List<FtpServer> replacedBy(FtpServerBuilder builder) {
        var replaced = new ArrayList<FtpServer>();
        for (var server : SERVERS) {
            if (isReplacedBy(server, builder)) {
                replaced.add(server);
            }
        }
        return replaced;
    }

    private static boolean isReplacedBy(FtpServer server, FtpServerBuilder builder) {
        return server.address().equals(builder.address)
                && (builder.port == null
                        ? server.origin.port == null || server.port() == FtpServer.DEFAULT_PORT
                        : builder.port != 0 && server.port() == builder.port);
    }

    /** A system may allow two sockets on one port, one for a single address and one for all of them. */
    private static void refuseOwnPort(FtpServerBuilder builder, List<FtpServer> replaced) {
        var owner = builder.port == null ? null : owner(builder, builder.port);
        if (owner != null && !replaced.contains(owner)) {
            throw new FtpException.Start(
                    "cannot listen on %s: the port is in use by %s; stop that one, take another port, or port(0) for any free one"
                            .formatted(HostPort.text(builder.address, owner.port()), owner),
                    null);
        }
    }

    /** {@return the server of this JVM that uses a port of the builder's address, or null} */
    private static @Nullable FtpServer owner(FtpServerBuilder builder, int port) {
        for (var server : SERVERS) {
            if (server.port() == port
                    && (server.address().equals(builder.address)
                            || server.address().isAnyLocalAddress()
                            || builder.address.isAnyLocalAddress())) {
                return server;
            }
        }
        return null;
    }

    /**
     * The ports to try: the default first, then that of the replaced server, which clients know, then any free port.
     */
    private static List<Integer> ports(FtpServerBuilder builder, List<FtpServer> earlier) {
        if (builder.port != null) {
            return List.of(builder.port);
        }
        var ports = new ArrayList<Integer>();
        if (owner(builder, FtpServer.DEFAULT_PORT) == null) {
            ports.add(FtpServer.DEFAULT_PORT);
        }
        for (var server : earlier) {
            ports.add(server.port());
        }
        ports.add(0);
        return ports;
    }
}
