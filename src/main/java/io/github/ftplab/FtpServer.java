package io.github.ftplab;

import static java.util.Objects.requireNonNull;

import io.github.ftplab.internal.server.OptionalLibrary;
import io.github.ftplab.internal.server.ServerEngine;
import io.github.ftplab.internal.server.file.Home;
import io.github.ftplab.internal.server.file.InMemoryHome;
import io.github.ftplab.internal.server.log.EventLog;
import io.github.ftplab.internal.server.tls.ServerTls;
import io.github.ftplab.internal.server.user.Account;
import io.github.ftplab.internal.server.user.Pbkdf2Hash;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;

/**
 * A real FTP server that runs in background threads of this JVM, for a notebook, JShell, a test or a program.
 *
 * <pre>{@code
 * var server = FtpServer.builder().user("test", "potato", Path.of("ftp-root"), "elradfmwM").start();
 * try (var ftp = server.connect("test", "potato")) {
 *     System.out.println(ftp.dir());
 * }
 * server.stop();
 * }</pre>
 *
 * <p>The shortest is {@link #serve(Path)}: read-only, for anybody on this machine.
 *
 * <p><b>Lifecycle.</b> {@link FtpServerBuilder#start()} returns when the server accepts connections, or throws and
 * leaves nothing behind. It runs until {@link #stop()}, or until the JVM ends: its threads are daemons. A variable that
 * is lost, as notebooks lose them, does not lose the server: {@link #running()} lists those that run and {@link
 * #stopAll()} stops them.
 *
 * <pre>{@code
 * FtpServer.running();    // [FtpServer ftp://127.0.0.1:2121/ (1 user, 0 connected)]
 * server.isRunning();     // true
 * server.uri();           // ftp://127.0.0.1:2121/
 * server.address();       // localhost/127.0.0.1
 * server.stats();         // connections 1, logins 1 (0 failed), …
 * server.stop(Duration.ofSeconds(10));
 * FtpServer.stopAll();
 * }</pre>
 *
 * <p><b>Safety.</b> By default it listens on 127.0.0.1 alone, nobody leaves a home, users may do what their
 * {@linkplain Permission letters} say, and passwords are kept as digests. Data crosses the network unencrypted, as FTP
 * has it (RFC 959), unless {@link FtpServerBuilder#requireTls()} is called.
 *
 * <p>Safe for use by several threads.
 */
public final class FtpServer implements AutoCloseable {

    static final int DEFAULT_PORT = 2121;

    final FtpServerBuilder origin;
    private final ServerEngine engine;
    private final EventLog events;

    FtpServer(ServerEngine engine, EventLog events, FtpServerBuilder origin) {
        this.engine = engine;
        this.events = events;
        this.origin = origin;
    }

    /** {@return a builder with no user yet, on 127.0.0.1 and port 2121, or any free one if another program has that} */
    public static FtpServerBuilder builder() {
        return new FtpServerBuilder();
    }

    /**
     * Starts the simplest server: everybody on this machine may read a directory, as user {@code anonymous} with any
     * password.
     *
     * <pre>{@code
     * var server = FtpServer.serve(Path.of("ftp-root"));
     * }</pre>
     *
     * @param directory the directory to share
     * @return the running server
     * @throws IllegalArgumentException if the directory is missing or can't be read
     * @throws FtpException.Start if it can't listen
     */
    public static FtpServer serve(Path directory) {
        return builder().anonymous(requireNonNull(directory, "directory")).start();
    }

    /**
     * Starts the simplest server, as {@link #serve(Path)} does.
     *
     * <pre>{@code
     * var server = FtpServer.serve("ftp-root");
     * }</pre>
     *
     * @param directory the path of the directory to share
     * @return the running server
     * @throws IllegalArgumentException if the directory is missing or can't be read
     * @throws FtpException.Start if it can't listen
     */
    public static FtpServer serve(String directory) {
        return builder().anonymous(requireNonNull(directory, "directory")).start();
    }

    /**
     * Makes a home that is on no disk: files in it are gone with the last variable that leads to it, or with the JVM.
     *
     * <pre>{@code
     * var home = FtpServer.inMemory();
     * Files.writeString(home.resolve("example.txt"), "hello\n");
     * FtpServer.builder().user("test", "potato", home, "elradfmwM").start();
     * }</pre>
     *
     * @return an empty directory, which takes up to half of the JVM's memory
     * @throws IllegalStateException if jimfs is missing, an optional dependency that {@code ftplab-all.jar} has inside
     */
    public static Path inMemory() {
        return OptionalLibrary.JIMFS.use("make a home in memory", () -> InMemoryHome.directory());
    }

    /**
     * Makes what stands for a password in a file of users, so that nobody can read it there: a salted PBKDF2 hash, slow
     * on purpose; takes about half a second.
     *
     * @param password the password, not empty
     * @return the hash, different each time: {@code pbkdf2-sha256$600000$…$…}
     * @throws IllegalArgumentException if the password is empty
     * @see FtpServerBuilder#users(Path)
     */
    public static String hashPassword(String password) {
        requireNonNull(password, "password");
        if (password.isEmpty()) {
            throw new IllegalArgumentException("the password is empty");
        }
        return Pbkdf2Hash.of(password).text();
    }

    /** {@return the servers of this JVM that run, oldest first} */
    public static List<FtpServer> running() {
        return RunningServers.running();
    }

    /** Stops all servers of this JVM. */
    public static void stopAll() {
        RunningServers.stopAll();
    }

    /**
     * Opens a session on this server, as a client anywhere would; encrypted if the server demands it, which trusts the
     * server's own certificate.
     *
     * @param user the user's name
     * @param password the password
     * @return the client, logged in
     * @throws FtpException.Refused if the user name or password is wrong
     */
    public FtpClient connect(String user, String password) {
        requireNonNull(user, "user");
        requireNonNull(password, "password");
        var host = address().isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : address();
        var client = FtpClientBuilder.demandedBy(engine.tls()).connect(host.getHostAddress(), port());
        try {
            return client.login(user, password);
        } catch (RuntimeException e) {
            client.close();
            throw e;
        }
    }

    /** {@return the port that it listens on, from 1 to 65535} */
    public int port() {
        return engine.port();
    }

    /** {@return the address that it listens on} */
    public InetAddress address() {
        return origin.address;
    }

    /** {@return where it can be reached: {@code ftp://127.0.0.1:2121/}, or {@code ftps://} if its TLS is implicit} */
    public URI uri() {
        var tls = engine.tls();
        return URI.create((tls != null && tls.demands().implicit() ? "ftps://" : "ftp://") + hostAndPort() + "/");
    }

    /** {@return whether it has not been stopped} */
    public boolean isRunning() {
        return engine.isRunning();
    }

    /**
     * Tells what clients see of this server under TLS.
     *
     * @return the certificate
     * @throws IllegalStateException if it has no TLS; {@link FtpServerBuilder#tls()} gives it one
     */
    public X509Certificate certificate() {
        var tls = engine.tls();
        if (tls == null) {
            throw new IllegalStateException("this server has no TLS, and so no certificate: start it with tls()");
        }
        return tls.certificate();
    }

    /**
     * Tells what clients need to trust this server if it made its certificate itself: {@code curl --cacert}, Python's
     * {@code ssl.create_default_context(cafile=…)}.
     *
     * <pre>{@code
     * Files.writeString(Path.of("server.pem"), server.certificatePem());
     * }</pre>
     *
     * @return the certificate in PEM form (RFC 7468), never the key
     * @throws IllegalStateException if it has no TLS
     */
    public String certificatePem() {
        return ServerTls.pem(certificate());
    }

    /** {@return who may log in, in the order in which they were given} */
    public List<ServerUser> users() {
        return engine.accounts().all().stream().map(FtpServer::user).toList();
    }

    /**
     * Adds a user while the server runs.
     *
     * <pre>{@code
     * server.addUser("ann", "carrot", FtpServer.inMemory(), "elradfmwM");
     * }</pre>
     *
     * @param name the name to log in with, not empty
     * @param password the password; kept as a digest
     * @param home the directory that the user sees as {@code /}
     * @param letters what the user may do: any of {@code elradfmwMT}, see {@link Permission}
     * @return the user
     * @throws IllegalArgumentException as {@link FtpServerBuilder#user(String, String, Path, String)} does
     */
    public ServerUser addUser(String name, String password, Path home, String letters) {
        requireNonNull(name, "name");
        requireNonNull(password, "password");
        requireNonNull(home, "home");
        requireNonNull(letters, "letters");
        return add(Account.of(name, password, Home.of(home), letters));
    }

    /**
     * Adds a user while the server runs.
     *
     * <pre>{@code
     * server.addUser("bob", "leek", "ftp-root", "elr");
     * }</pre>
     *
     * @param name the name to log in with, not empty
     * @param password the password; kept as a digest
     * @param home the path of the directory that the user sees as {@code /}
     * @param letters what the user may do: any of {@code elradfmwMT}, see {@link Permission}
     * @return the user
     * @throws IllegalArgumentException as {@link FtpServerBuilder#user(String, String, String, String)} does
     */
    public ServerUser addUser(String name, String password, String home, String letters) {
        requireNonNull(name, "name");
        requireNonNull(password, "password");
        requireNonNull(home, "home");
        requireNonNull(letters, "letters");
        return add(Account.of(name, password, Home.of(home), letters));
    }

    private ServerUser add(Account account) {
        engine.accounts().add(account);
        return user(account);
    }

    private static ServerUser user(Account account) {
        return ServerUser.of(account.name(), account.home().directory(), account.permissions());
    }

    /**
     * Removes a user while the server runs. The user's transfers end, and what the user's sessions ask for next is
     * answered with 530; they may log in as somebody else.
     *
     * @param name a user's name
     * @throws IllegalArgumentException if there is no such user
     */
    public void removeUser(String name) {
        engine.removeUser(requireNonNull(name, "name"));
    }

    /**
     * Changes what a user may do, from the next command on, in sessions that are open too. Directories with letters of
     * their own keep those.
     *
     * @param name a user's name
     * @param letters any of {@code elradfmwMT}; empty for nothing
     * @return the user as changed
     * @throws IllegalArgumentException if there is no such user, or a letter is unknown
     */
    public ServerUser permissions(String name, String letters) {
        requireNonNull(name, "name");
        requireNonNull(letters, "letters");
        var account = engine.accounts().named(name);
        account.permit(letters);
        return user(account);
    }

    /**
     * Changes what a user may do in one directory, from the next command on.
     *
     * @param user a user's name
     * @param directory a directory of the home, as the user sees it: {@code /incoming}
     * @param letters any of {@code elradfmwMT}; empty for nothing
     * @throws IllegalArgumentException as {@link FtpServerBuilder#override} does
     */
    public void override(String user, String directory, String letters) {
        requireNonNull(user, "user");
        requireNonNull(directory, "directory");
        requireNonNull(letters, "letters");
        engine.accounts().named(user).override(directory, letters);
    }

    /**
     * Changes what a user may do from one directory down, from the next command on.
     *
     * @param user a user's name
     * @param directory a directory of the home, as the user sees it: {@code /incoming}
     * @param letters any of {@code elradfmwMT}; empty for nothing
     * @throws IllegalArgumentException as {@link FtpServerBuilder#override} does
     */
    public void overrideTree(String user, String directory, String letters) {
        requireNonNull(user, "user");
        requireNonNull(directory, "directory");
        requireNonNull(letters, "letters");
        engine.accounts().named(user).overrideTree(directory, letters);
    }

    /**
     * Changes how fast a user may be, over all of the user's sessions, at once: in transfers that run too.
     *
     * @param user a user's name
     * @param download bytes a second to the client, listings too; 0 for no limit
     * @param upload bytes a second from the client; 0 for no limit
     * @throws IllegalArgumentException if there is no such user, or a rate is negative
     */
    public void rates(String user, long download, long upload) {
        engine.accounts().named(requireNonNull(user, "user")).limit(new ServerLimits.Rates(download, upload));
    }

    /** {@return who is connected at the moment, in the order in which they came} */
    public List<ServerSession> sessions() {
        return engine.sessions();
    }

    /**
     * Ends a session: the client is told so (421), and its transfer ends.
     *
     * <pre>{@code
     * server.sessions().forEach(server::disconnect);
     * }</pre>
     *
     * @param session one of {@link #sessions()}
     * @return whether it was still there
     */
    public boolean disconnect(ServerSession session) {
        return engine.disconnect(requireNonNull(session, "session").client().id());
    }

    /** {@return what was counted since the start} */
    public ServerStats stats() {
        var counts = engine.counters();
        return ServerStats.builder()
                .connections(counts.connections())
                .logins(counts.logins())
                .failedLogins(counts.failedLogins())
                .uploads(counts.uploads())
                .downloads(counts.downloads())
                .bytesReceived(counts.bytesReceived())
                .bytesSent(counts.bytesSent())
                .build();
    }

    /**
     * Tells what happened so far: the last 10,000 events, or fewer if their lines are very long. Nothing is printed
     * while the server runs, as a background thread's output would land in whichever cell runs at the time.
     *
     * @return a snapshot, printed line by line by its {@code toString}
     */
    public ServerLog log() {
        return ServerLog.of(events.entries());
    }

    /**
     * Shows what happens, as it happens: prints each event to the standard output, which in a notebook is that of the
     * cell that runs. Interrupting the cell ends it early.
     *
     * <pre>{@code
     * server.tail(Duration.ofSeconds(30));
     * server.awaitClose();    // or wait until it is stopped, as a script does last
     * }</pre>
     *
     * @param duration for how long; it ends earlier when the server is stopped
     * @return what was shown; {@link #log()} has it too
     * @throws InterruptedException if this thread is interrupted meanwhile; the server goes on
     */
    public ServerLog tail(Duration duration) throws InterruptedException {
        requireNonNull(duration, "duration");
        return ServerLog.of(events.tail(duration, this::isRunning, entry -> System.out.println(entry)));
    }

    /**
     * Stops the server: clients are told so (reply 421), transfers end, the port is free. Takes a few milliseconds, and
     * a second at most, whatever clients and listeners do; the second time does nothing.
     */
    public void stop() {
        if (engine.isRunning()) {
            events.add(
                    ServerLog.Level.INFO,
                    ">>> shutting down FTP server on %s, %d open connection(s), pid=%d <<<"
                            .formatted(
                                    hostAndPort(),
                                    engine.connections(),
                                    ProcessHandle.current().pid()));
        }
        engine.close();
        RunningServers.remove(this);
    }

    /**
     * Stops the server when the transfers that run are done: takes no new connections meanwhile.
     *
     * @param patience how long to wait for them at most; 0 stops at once
     * @throws InterruptedException if this thread is interrupted while it waits; the server is stopped then too
     */
    public void stop(Duration patience) throws InterruptedException {
        requireNonNull(patience, "patience");
        try {
            engine.drain(patience);
        } finally {
            stop();
        }
    }

    /** Does the same as {@link #stop()}. */
    @Override
    public void close() {
        stop();
    }

    /**
     * Waits until somebody stops the server: what a script does last.
     *
     * @throws InterruptedException if this thread is interrupted first; the server goes on
     */
    public void awaitClose() throws InterruptedException {
        engine.awaitClose();
    }

    /** {@return one line: {@code FtpServer ftp://127.0.0.1:2121/ (1 user, 0 connected)}} */
    @Override
    public String toString() {
        if (!isRunning()) {
            return "FtpServer " + uri() + " (stopped)";
        }
        int users = engine.accounts().all().size();
        return "FtpServer %s (%d %s, %d connected)"
                .formatted(uri(), users, users == 1 ? "user" : "users", engine.connections());
    }

    String hostAndPort() {
        return engine.hostAndPort();
    }
}
