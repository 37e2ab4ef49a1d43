package io.github.ftplab;

import static java.util.Objects.requireNonNull;

import io.github.ftplab.internal.protocol.Text;
import io.github.ftplab.internal.protocol.recording.Recording;
import io.github.ftplab.internal.server.OptionalLibrary;
import io.github.ftplab.internal.server.ServerEngine;
import io.github.ftplab.internal.server.file.InMemoryHome;
import io.github.ftplab.internal.server.log.EventLog;
import io.github.ftplab.internal.server.tls.ServerTls;
import io.github.ftplab.internal.server.user.Account;
import io.github.ftplab.internal.server.user.Pbkdf2Hash;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;

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
 * <p>The shortest way is {@link #serve(Path)}: read-only, for anybody on this machine.
 *
 * <p><b>Lifecycle.</b> {@link FtpServerBuilder#start()} returns when the server accepts connections, or throws and
 * leaves nothing behind. The server runs until {@link #stop()} or until the JVM exits; its threads are daemons. A
 * server stays reachable when its variable is lost, as happens in notebooks: {@link #running()} lists the running
 * servers, and {@link #stopAll()} stops them.
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
 * <p><b>Safety.</b> By default it listens on 127.0.0.1 only, users can't leave their home directories, their
 * {@linkplain Permission permission letters} say what they may do, and passwords are kept as digests. Data crosses the
 * network unencrypted, as in plain FTP (RFC 959), unless {@link FtpServerBuilder#requireTls()} is called.
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

    /**
     * {@return a builder with no user yet, for 127.0.0.1 and port 2121, or any free port if another program uses that
     * one}
     */
    public static FtpServerBuilder builder() {
        return new FtpServerBuilder();
    }

    /**
     * Starts the simplest server: anybody on this machine may read a directory, as user {@code anonymous} with any
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
     * Starts a server that answers as a recorded one did: see {@link FtpServerBuilder#record(String)} and {@link
     * FtpClientBuilder#record(String)}. It listens on any free port of 127.0.0.1, speaks plain FTP, and takes any
     * password. Its first client gets the first recorded session, the second the second, and after the last one comes
     * the first again.
     *
     * <pre>{@code
     * var recorded = FtpClient.builder().record("session.recording");
     * try (var ftp = recorded.connect("127.0.0.1", 2121).login("test", "potato")) {
     *     ftp.list();
     * }
     * try (var replay = FtpServer.replay("session.recording"); var ftp = replay.connect("test", "potato")) {
     *     ftp.list();
     *     replay.departures();    // []
     * }
     * }</pre>
     *
     * <p>A command that is not the next one of the recording is refused with 503, which names that one.
     *
     * @param file the path of the recording
     * @return the running server, which has no users and no files
     * @throws IllegalArgumentException if it can't be read, or is no recording
     * @throws FtpException.Start if it can't listen
     * @see #departures()
     */
    public static FtpServer replay(String file) {
        return replay(Path.of(requireNonNull(file, "file")));
    }

    /**
     * Starts a server that answers as a recorded one did, as {@link #replay(String)} does.
     *
     * <pre>{@code
     * var file = directory.resolve("session.recording");
     * FtpClient.builder().record(file).connect("127.0.0.1", 2121).close();
     * var replay = FtpServer.replay(file);
     * }</pre>
     *
     * @param file the recording
     * @return the running server
     * @throws IllegalArgumentException if it can't be read, or is no recording
     * @throws FtpException.Start if it can't listen
     */
    public static FtpServer replay(Path file) {
        requireNonNull(file, "file");
        try {
            return builder().replay(Recording.read(file)).start();
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot read the recording " + file + ": " + Text.reason(e), e);
        }
    }

    /**
     * Returns where clients of a {@linkplain #replay(String) replaying} server did something else than was recorded.
     *
     * <pre>{@code
     * server.departures();    // [session 1: RETR b.txt came instead of RETR a.txt (line 17 of session.recording)]
     * }</pre>
     *
     * @return a line for each, the first 1,000; empty if there is none, or the server replays nothing
     */
    public List<String> departures() {
        return engine.departures();
    }

    /**
     * Creates a home directory in memory. Its files are lost when nothing refers to it any more, or when the JVM exits.
     *
     * <pre>{@code
     * var home = FtpServer.inMemory();
     * Files.writeString(home.resolve("example.txt"), "hello\n");
     * FtpServer.builder().user("test", "potato", home, "elradfmwM").start();
     * }</pre>
     *
     * @return an empty directory, which holds up to half of the JVM's memory
     * @throws IllegalStateException if jimfs is missing, an optional dependency that {@code ftplab-all.jar} includes
     */
    public static Path inMemory() {
        return OptionalLibrary.JIMFS.use("make a home in memory", () -> InMemoryHome.directory());
    }

    /**
     * Hashes a password for a users file, so that nobody can read it there: a salted PBKDF2 hash, deliberately slow;
     * takes about half a second.
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

    /** {@return the running servers of this JVM, oldest first} */
    public static List<FtpServer> running() {
        return RunningServers.running();
    }

    /** Stops all servers of this JVM. */
    public static void stopAll() {
        RunningServers.stopAll();
    }

    /**
     * Opens a session with this server, as any client would. If the server requires TLS, the session is encrypted and
     * trusts the server's own certificate.
     *
     * @param user the user's name
     * @param password the password
     * @return the client, logged in
     * @throws FtpException.Refused if the user name or password is wrong
     * @throws IllegalStateException if the server was stopped, is suspended or demands certificates of clients
     */
    public FtpClient connect(String user, String password) {
        requireNonNull(user, "user");
        requireNonNull(password, "password");
        if (!isRunning()) {
            throw new IllegalStateException(
                    "cannot connect: this server, %s, was stopped; start a new one".formatted(uri()));
        }
        if (engine.isSuspended()) {
            throw new IllegalStateException(
                    "cannot connect: this server, %s, is suspended; call resume() first".formatted(uri()));
        }
        var tls = engine.tls();
        if (tls != null && tls.demands().clients() != null) {
            throw new IllegalStateException(
                    "cannot connect: this server, %s, demands a certificate; use FtpClient.builder().clientCertificate(…)"
                            .formatted(uri()));
        }
        var host = address().isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : address();
        var client = FtpClientBuilder.demandedBy(tls).connect(host.getHostAddress(), port());
        try {
            return client.login(user, password);
        } catch (RuntimeException e) {
            client.close();
            throw e;
        }
    }

    /** {@return the port that the server listens on, from 1 to 65535} */
    public int port() {
        return engine.port();
    }

    /** {@return the address that the server listens on} */
    public InetAddress address() {
        return origin.address;
    }

    /** {@return the URI of the server: {@code ftp://127.0.0.1:2121/}, or {@code ftps://…} if TLS is implicit} */
    public URI uri() {
        var tls = engine.tls();
        return URI.create((tls != null && tls.demands().implicit() ? "ftps://" : "ftp://") + hostAndPort() + "/");
    }

    /** {@return whether the server has not been stopped} */
    public boolean isRunning() {
        return engine.isRunning();
    }

    /**
     * Returns the certificate that the server presents to clients.
     *
     * @return the certificate
     * @throws IllegalStateException if the server has no TLS, see {@link FtpServerBuilder#tls()}
     */
    public X509Certificate certificate() {
        var tls = engine.tls();
        if (tls == null) {
            throw new IllegalStateException("this server has no TLS, and so no certificate: start it with tls()");
        }
        return tls.certificate();
    }

    /**
     * Returns what clients need to trust this server if it created its certificate itself: for {@code curl --cacert},
     * or Python's {@code ssl.create_default_context(cafile=…)}.
     *
     * <pre>{@code
     * Files.writeString(Path.of("server.pem"), server.certificatePem());
     * }</pre>
     *
     * @return the certificate in PEM form (RFC 7468), without the private key
     * @throws IllegalStateException if the server has no TLS
     */
    public String certificatePem() {
        return ServerTls.pem(certificate());
    }

    /**
     * Returns a trust store with the server's certificate, for programs that take one.
     *
     * <pre>{@code
     * try (var file = Files.newOutputStream(Path.of("trust.p12"))) {
     *     server.trustStore().store(file, "changeit".toCharArray());
     * }
     * }</pre>
     *
     * @return a new key store of type PKCS12, in memory
     * @throws IllegalStateException if the server has no TLS
     */
    public KeyStore trustStore() {
        return ServerTls.trustStore(certificate());
    }

    /**
     * Returns an SSL context for clients of this server: it trusts the server's certificate, and no other.
     *
     * <pre>{@code
     * var sockets = server.clientSslContext().getSocketFactory();
     * }</pre>
     *
     * <p>Commons Net takes it as {@code new FTPSClient(server.clientSslContext())}. Spring Integration takes a trust
     * manager and Camel a trust store: see {@link #trustStore()}.
     *
     * @return a new context
     * @throws IllegalStateException if the server has no TLS
     */
    public SSLContext clientSslContext() {
        return ServerTls.clientContext(trustStore());
    }

    /** {@return the users, in the order in which they were added} */
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
        return add(Account.of(name, password, origin.home(home), letters));
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
        return add(Account.of(name, password, origin.home(home), letters));
    }

    private ServerUser add(Account account) {
        engine.accounts().add(account);
        return user(account);
    }

    private static ServerUser user(Account account) {
        return ServerUser.of(account.name(), account.home().directory(), account.permissions())
                .withQuota(account.quota());
    }

    /**
     * Removes a user while the server runs. The user's transfers are aborted, and the next command in each of the
     * user's sessions is refused with 530; the client may log in as another user.
     *
     * @param name a user's name
     * @throws IllegalArgumentException if there is no such user
     */
    public void removeUser(String name) {
        engine.removeUser(requireNonNull(name, "name"));
    }

    /**
     * Changes what a user may do, from the next command on, in open sessions too. Directories with their own letters
     * keep them.
     *
     * @param name a user's name
     * @param letters any of {@code elradfmwMT}; empty for nothing
     * @return the changed user
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
     * Changes the rates of a user, which all of the user's sessions share. Takes effect at once, in running transfers
     * too.
     *
     * @param user a user's name
     * @param download bytes a second to the client, including listings; 0 for no limit
     * @param upload bytes a second from the client; 0 for no limit
     * @throws IllegalArgumentException if there is no such user, or a rate is negative
     */
    public void rates(String user, long download, long upload) {
        engine.accounts().named(requireNonNull(user, "user")).limit(new ServerLimits.Rates(download, upload));
    }

    /**
     * Limits the bytes in a user's files, as {@link FtpServerBuilder#quota} does, from the next upload on. Files that
     * are there already are kept.
     *
     * @param user a user's name
     * @param bytes how many bytes the files of the home may have; 0 for no limit
     * @throws IllegalArgumentException if there is no such user, or the number is negative
     */
    public void quota(String user, long bytes) {
        engine.accounts().named(requireNonNull(user, "user")).quota(bytes);
    }

    /** {@return the clients that are connected, in the order in which they connected} */
    public List<ServerSession> sessions() {
        return engine.sessions();
    }

    /**
     * Ends a session: replies 421 to the client and aborts its transfer.
     *
     * <pre>{@code
     * server.sessions().forEach(server::disconnect);
     * }</pre>
     *
     * @param session one of {@link #sessions()}
     * @return whether the session was still open
     */
    public boolean disconnect(ServerSession session) {
        return engine.disconnect(requireNonNull(session, "session").client().id());
    }

    /**
     * Ends all sessions, as {@link #disconnect} does. New ones are accepted as before; see {@link #suspend()}.
     *
     * <pre>{@code
     * server.disconnectAll();
     * }</pre>
     *
     * @return how many sessions were open
     */
    public int disconnectAll() {
        return engine.disconnectAll();
    }

    /**
     * Stops listening: new connections are refused, as if the server were down, and open sessions go on. {@link
     * #resume()} listens again on the same port. With {@link #disconnectAll()}, it is an outage that clients and programs
     * can be tested with. Idempotent.
     *
     * <pre>{@code
     * server.suspend();
     * server.disconnectAll();
     * server.resume();
     * }</pre>
     *
     * @throws IllegalStateException if the server was stopped
     */
    public void suspend() {
        requireRunning();
        engine.suspend();
        events.info("suspended: no new connections to " + hostAndPort());
    }

    /**
     * Listens again on the same port after {@link #suspend()}. Idempotent.
     *
     * @throws IllegalStateException if the server was stopped
     * @throws FtpException.Start if another program has taken the port meanwhile; it can be tried again
     */
    public void resume() {
        requireRunning();
        engine.resume();
        events.info("resumed on " + hostAndPort());
    }

    private void requireRunning() {
        if (!isRunning()) {
            throw new IllegalStateException("this server, %s, was stopped; start a new one".formatted(uri()));
        }
    }

    /** {@return the counters since the start} */
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
     * Returns the events of one kind so far, of the last 10,000 events of all kinds but commands and replies, which
     * {@link #transcript()} has.
     *
     * <pre>{@code
     * server.events(ServerEvent.Upload.class);
     * server.events(ServerEvent.class);    // all kinds
     * }</pre>
     *
     * @param kind the class of the events
     * @param <E> the type of the events
     * @return the events, oldest first
     */
    public <E extends ServerEvent> List<E> events(Class<E> kind) {
        return engine.history().of(requireNonNull(kind, "kind"));
    }

    /**
     * Waits for events. A client has its reply before the server has recorded the event, so that a test which looks at
     * once may be too early. When this returns, the {@linkplain FtpServerBuilder#on listeners} have been called too.
     *
     * <pre>{@code
     * ftp.upload("exampleFile.txt");
     * var uploads = server.awaitEvents(ServerEvent.Upload.class, 1, Duration.ofSeconds(5));
     * uploads.get(0).path();    // /exampleFile.txt
     * }</pre>
     *
     * @param kind the class of the events
     * @param count how many events of the kind there have to be since the start, at most 10,000
     * @param limit how long to wait at most
     * @param <E> the type of the events
     * @return all events of the kind, oldest first, {@code count} or more
     * @throws TimeoutException if there are fewer when the time is over; the message lists them
     * @throws InterruptedException if this thread is interrupted while it waits
     * @see #events(Class)
     */
    public <E extends ServerEvent> List<E> awaitEvents(Class<E> kind, int count, Duration limit)
            throws InterruptedException, TimeoutException {
        requireNonNull(kind, "kind");
        requireNonNull(limit, "limit");
        var found = engine.history().await(kind, count, limit);
        if (found.size() < count) {
            throw new TimeoutException(String.format(
                    Locale.ROOT,
                    "%d of %d %s events within %s: %s",
                    found.size(),
                    count,
                    kind.getSimpleName(),
                    Text.duration(limit),
                    found));
        }
        return found;
    }

    /**
     * Returns what has happened so far: the last 10,000 events, or fewer if their lines are very long. The running
     * server prints nothing, as a background thread's output would appear in whichever cell runs at the time.
     *
     * @return a snapshot, printed line by line by its {@code toString}
     */
    public ServerLog log() {
        return ServerLog.of(events.entries());
    }

    /**
     * Returns what clients and this server have said to each other: each command, reply and data connection, of open
     * sessions and of those that have ended, in the order in which it happened. Works for any client, and shows what was
     * encrypted in transit too. Passwords are hidden. What is oldest is forgotten when there is much, see {@link
     * Transcript#omitted()}: of each session the last 128 KiB are kept, which are about a thousand messages, and
     * 16 MiB of all together.
     *
     * <pre>{@code
     * server.transcript().diagram();
     * server.transcript().sessions();    // [1, 2]
     * }</pre>
     *
     * @return a snapshot
     */
    public Transcript transcript() {
        return engine.transcripts().all();
    }

    /**
     * Returns what one client and this server have said to each other.
     *
     * <pre>{@code
     * server.sessions().forEach(session -> System.out.println(server.transcript(session)));
     * }</pre>
     *
     * @param session one of {@link #sessions()}; it may have ended since
     * @return a snapshot; empty if the session is forgotten
     */
    public Transcript transcript(ServerSession session) {
        return engine.transcripts()
                .of(requireNonNull(session, "session").client().id());
    }

    /**
     * Returns the commands that clients have sent, for assertions.
     *
     * <pre>{@code
     * server.commands("RETR", "REST");    // [RETR /big.csv, REST 64000, RETR /big.csv]
     * }</pre>
     *
     * @param verbs the commands to return, in upper or lower case, such as {@code RETR} or {@code SITE CHMOD}; all if
     *     none is given
     * @return the lines as they were sent, in the order in which they arrived; a password is shown as {@code ****}
     */
    public List<String> commands(String... verbs) {
        return engine.transcripts().commands(List.of(requireNonNull(verbs, "verbs")));
    }

    /**
     * Lets something go wrong on purpose, to see what a client does about it. It happens in sessions that are open, too,
     * from their next command on, and is recorded in the log and the transcript as injected. Faults at one point happen in
     * the order in which they were added.
     *
     * <pre>{@code
     * server.fault(Trigger.on("RETR").afterBytes(64_000).reset().once());
     * }</pre>
     *
     * @param fault what goes wrong, and when
     * @throws IllegalStateException if the server was stopped
     * @see Trigger
     */
    public void fault(Fault fault) {
        requireNonNull(fault, "fault");
        requireRunning();
        engine.faults().add(fault.rule());
    }

    /** {@return the faults that are set, in the order in which they were added, each with how often it has happened} */
    public List<Fault> faults() {
        return engine.faults().faults().stream()
                .map(armed -> Fault.of(armed.rule(), armed.count()))
                .toList();
    }

    /**
     * Removes all faults. Sessions that stall because of one go on.
     *
     * <pre>{@code
     * server.clearFaults();
     * }</pre>
     */
    public void clearFaults() {
        engine.faults().clearFaults();
    }

    /**
     * Holds each session that comes to a point, whichever client it is, until somebody lets it go on. Only that session
     * waits. Its client waits as long as its own time limits permit.
     *
     * <pre>{@code
     * server.breakAt(Trigger.on("RETR").beforeReply());
     * var download = ftp.inBackground().download("example.txt");
     * server.awaitHeld(Duration.ofSeconds(5)).resume();
     * download.join();
     * }</pre>
     *
     * @param point where
     * @throws IllegalStateException if the server was stopped
     * @see HeldSession
     */
    public void breakAt(Trigger point) {
        requireNonNull(point, "point");
        requireRunning();
        engine.faults().breakAt(point.point, "breakAt(" + point + ")");
    }

    /** Removes all breakpoints, and lets the sessions go on that are held. */
    public void clearBreaks() {
        engine.faults().clearBreaks();
    }

    /**
     * {@return the sessions that are held, in the order in which they came to their points}
     *
     * <pre>{@code
     * server.held().forEach(HeldSession::resume);
     * }</pre>
     */
    public List<HeldSession> held() {
        return List.copyOf(engine.faults().held());
    }

    /**
     * Waits until a session is held.
     *
     * @param limit how long to wait at most
     * @return the first that is held
     * @throws TimeoutException if there is none when the time is over, or the server is stopped
     * @throws InterruptedException if this thread is interrupted while it waits
     * @see #breakAt
     */
    public HeldSession awaitHeld(Duration limit) throws InterruptedException, TimeoutException {
        requireNonNull(limit, "limit");
        var held = engine.faults().awaitHeld(limit);
        if (held.isEmpty()) {
            throw new TimeoutException("no session came to a point of breakAt(…) within " + Text.duration(limit));
        }
        return held.get(0);
    }

    /**
     * Shows events as they happen: prints each to standard output, which in a notebook belongs to the running cell.
     * Interrupting the cell ends it early.
     *
     * <pre>{@code
     * server.tail(Duration.ofSeconds(30));
     * server.awaitClose();    // or wait until it is stopped, as a script does last
     * }</pre>
     *
     * @param duration how long; it ends earlier when the server is stopped
     * @return what was shown, the last 10,000 events at most; {@link #log()} has it too
     * @throws InterruptedException if this thread is interrupted meanwhile; the server keeps running
     */
    public ServerLog tail(Duration duration) throws InterruptedException {
        requireNonNull(duration, "duration");
        return ServerLog.of(events.tail(duration, this::isRunning, entry -> System.out.println(entry)));
    }

    /**
     * Stops the server: replies 421 to every client, aborts transfers and releases the port. Takes a few milliseconds,
     * and a second at most, whatever clients and listeners do. Idempotent.
     */
    public void stop() {
        if (engine.isRunning()) {
            events.add(
                    ServerLog.Level.INFO,
                    ">>> shutting down FTP server on " + hostAndPort() + ", " + engine.connections()
                            + " open connection(s), pid="
                            + ProcessHandle.current().pid() + " <<<");
        }
        engine.close();
        RunningServers.remove(this);
    }

    /**
     * Stops the server when its running transfers are done. Accepts no new connections meanwhile.
     *
     * @param patience how long to wait at most; 0 stops at once
     * @throws InterruptedException if this thread is interrupted while it waits; the server is stopped nevertheless
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
     * Waits until the server is stopped. Typically the last line of a script.
     *
     * @throws InterruptedException if this thread is interrupted first; the server keeps running
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
        return String.format(
                Locale.ROOT,
                "FtpServer %s (%d %s, %d connected%s)",
                uri(),
                users,
                users == 1 ? "user" : "users",
                engine.connections(),
                engine.isSuspended() ? ", suspended" : "");
    }

    String hostAndPort() {
        return engine.hostAndPort();
    }
}
