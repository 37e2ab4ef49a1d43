package io.github.ftplab;

import io.github.ftplab.client.Attempt;
import io.github.ftplab.client.Command;
import io.github.ftplab.client.Session;
import io.github.ftplab.client.Settings;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * A session with an FTP server (RFC 959): log in, look around, move files.
 *
 * <pre>{@code
 * var ftp = FtpClient.connect("127.0.0.1", 2121).login("test", "potato");
 * ftp.dir();                       // -rw-r--r--   1 test  test  6 Mar 05 21:18 example.txt
 * ftp.download("example.txt");     // downloaded example.txt → ./example.txt (6 bytes, 1.2 ms)
 * ftp.quit();                      // 221 Goodbye.
 * }</pre>
 *
 * <p><b>What holds without being asked for:</b> data connections are passive and go to the server's own address, files
 * are moved byte for byte, names are UTF-8, and every call comes to an end: 10 seconds for a connection, 30 for an
 * answer, 30 for a transfer in which nothing moves.
 *
 * <p><b>Names on the server</b> have {@code /} between their parts and are taken as seen from the current folder
 * ({@link #cd}) unless they begin with one. One with a line break in it is an {@link IllegalArgumentException}, and
 * nothing is sent.
 *
 * <p><b>Errors</b> are {@link FtpException}s, whose message says what to do. A call that was refused leaves the session
 * as it was. After {@link #quit} or {@link #close} each call is an {@link IllegalStateException}; after the connection
 * was lost, an {@link FtpException.Connection}.
 *
 * <p><b>Threads:</b> calls from several threads take turns. {@link #close} does not wait and ends the call that is under
 * way; an interruption ends it too.
 */
public final class FtpClient extends Folders implements AutoCloseable {

    /** The port of FTP where none is named, 21. {@link FtpServer} takes 2121 unless it is told otherwise. */
    public static final int DEFAULT_PORT = 21;

    private static final String ANONYMOUS = "anonymous";

    private FtpClient(Session session, Settings settings) {
        super(session, settings);
    }

    /** {@return a builder, for a session that is to be other than {@link #connect(String, int)} makes it} */
    public static FtpClientBuilder builder() {
        return new FtpClientBuilder();
    }

    /**
     * Connects to port 21 of a server.
     *
     * <pre>{@code
     * var ftp = FtpClient.connect("ftp.example.org").anonymous();
     * }</pre>
     *
     * @param host its name or address
     * @return a session in which nobody is logged in yet
     * @throws FtpException.Connection if the host is unknown, nothing listens there, or there is no answer in time
     * @throws FtpException.Refused if the server takes no more sessions
     * @throws FtpException.Protocol if what listens there does not speak FTP
     */
    public static FtpClient connect(String host) {
        return connect(host, DEFAULT_PORT);
    }

    /**
     * Connects to a server.
     *
     * <pre>{@code
     * var ftp = FtpClient.connect("127.0.0.1", 2121);
     * }</pre>
     *
     * @param host its name or address
     * @param port its port, 1 to 65535
     * @return a session in which nobody is logged in yet
     * @throws FtpException.Connection if the host is unknown, nothing listens there, or there is no answer in time
     * @throws FtpException.Refused if the server takes no more sessions
     * @throws FtpException.Protocol if what listens there does not speak FTP
     */
    public static FtpClient connect(String host, int port) {
        return builder().connect(host, port);
    }

    /**
     * Connects to the server that an address names, such as {@code ftp://test@127.0.0.1:2121/pub}. If it has a user and
     * a password, {@code ftp://test:potato@127.0.0.1/}, they are logged in; else nobody is.
     *
     * <pre>{@code
     * var ftp = FtpClient.connect(URI.create("ftp://127.0.0.1:2121")).login("test", "potato");
     * }</pre>
     *
     * @param address an {@code ftp} address; port 21 if it names none; its path is the folder to go to after the login
     * @return the session
     * @throws IllegalArgumentException if it is no {@code ftp} address
     * @throws FtpException as {@link #connect(String, int)} and {@link #login} do
     */
    public static FtpClient connect(URI address) {
        return builder().connect(address);
    }

    static FtpClient open(String host, int port, Settings settings) {
        return new FtpClient(Session.connect(host, port, settings), settings);
    }

    /**
     * Logs in (USER and PASS). May be done again, as somebody else, where the server allows it.
     *
     * @param user the user's name, as the server knows it; upper and lower case differ
     * @param password the password; it is in no message and no {@code toString}
     * @return this session
     * @throws FtpException.Refused if the server does not let the user in, mostly with code 530
     */
    public FtpClient login(String user, String password) {
        session.login(user, password, Optional.empty());
        return this;
    }

    /**
     * Logs in where a server wants an account as well (USER, PASS and ACCT, RFC 959, section 4.1.1). It is given when
     * the server asks for it, by 332.
     *
     * <pre>{@code
     * ftp.login("test", "potato", "physics");
     * }</pre>
     *
     * @param user the user's name, as the server knows it; upper and lower case differ
     * @param password the password; it is in no message and no {@code toString}
     * @param account the account; it is in no message either
     * @return this session
     * @throws FtpException.Refused if the server does not let the user in, mostly with code 530 or 532
     */
    public FtpClient login(String user, String password, String account) {
        session.login(user, password, Optional.of(account));
        return this;
    }

    /**
     * Logs in as {@code anonymous} (RFC 1635), as public servers allow it.
     *
     * @return this session
     * @throws FtpException.Refused if the server lets nobody in without a password
     */
    public FtpClient anonymous() {
        return login(ANONYMOUS, ANONYMOUS + "@");
    }

    /**
     * Tells what the server said first.
     *
     * <pre>{@code
     * ftp.welcome();    // 220 FtpLab ready.
     * }</pre>
     *
     * @return the greeting, of the last connection if there was more than one
     */
    public Reply welcome() {
        return session.welcome();
    }

    /**
     * Says how the session is encrypted.
     *
     * @return the protocol, such as {@code TLSv1.2}; empty if passwords and files cross the network for all to see
     */
    public Optional<String> encryption() {
        return session.encryption();
    }

    /**
     * Goes back to clear text on the control connection (CCC, RFC 4217), after the login, so that routers which
     * translate addresses can read what passes. Files and listings stay encrypted; commands and names do not, and
     * {@link #encryption} is empty. {@link #reconnect} encrypts both again.
     *
     * <pre>{@code
     * var ftp = FtpClient.builder().tls().trustAnythingOnLoopback().connect("127.0.0.1", 2121);
     * ftp.login("test", "potato").clearCommandChannel();    // 200 Going on without TLS.
     * }</pre>
     *
     * @return the server's answer
     * @throws IllegalStateException if the session is not encrypted
     * @throws FtpException.Refused if the server can't, or demands TLS; the session stays encrypted then
     */
    public Reply clearCommandChannel() {
        if (encryption().isEmpty()) {
            throw new IllegalStateException("the session is not encrypted, so there is nothing to clear");
        }
        return session.command(Attempt.to("go back to clear text"), Command.of("CCC"));
    }

    /**
     * Asks what the server can do beyond RFC 959 (FEAT, RFC 2389).
     *
     * <pre>{@code
     * ftp.features().containsKey("MFMT");    // true
     * }</pre>
     *
     * @return the features by name, in capitals, each with its parameters or an empty string; empty if the server does
     *     not know the command
     */
    public Map<String, String> features() {
        return session.namedFeatures();
    }

    /**
     * Asks what system the server runs on, or says that it does (SYST).
     *
     * <pre>{@code
     * ftp.system();    // UNIX Type: L8
     * }</pre>
     *
     * @return such as {@code UNIX Type: L8}
     * @throws FtpException.Refused if it does not tell
     */
    public String system() {
        return session.command(Attempt.to("ask for the system"), Command.of("SYST"))
                .text();
    }

    /**
     * Sends a command that this class has no method for.
     *
     * <pre>{@code
     * ftp.command("SITE CHMOD 644 example.txt");
     * }</pre>
     *
     * @param line the command and what follows it
     * @return the server's answer
     * @throws IllegalArgumentException if it moves data or changes the session, for which there are methods
     * @throws FtpException.Refused if it was answered by a code of 400 or more
     */
    public Reply command(String line) {
        var command = Command.free(line);
        return session.command(Attempt.to("send " + command), command);
    }

    /**
     * Connects again, after the connection was lost or the session ended, or to begin anew; logs in and goes to the
     * current folder as before.
     *
     * <pre>{@code
     * ftp.quit();
     * ftp.reconnect().dir();
     * }</pre>
     *
     * @return this session
     * @throws FtpException if there is no connection, or the server does not let the user in any more
     */
    public FtpClient reconnect() {
        session.reconnect();
        return this;
    }

    /**
     * Shows what went over the wire since the session began, also after its end.
     *
     * <pre>{@code
     * ftp.transcript();    // 0.004 > USER test …
     * }</pre>
     *
     * @return the commands, the replies and the data connections up to now, passwords hidden; of a long session the
     *     last 10,000
     */
    public Transcript transcript() {
        return session.transcript();
    }

    /**
     * Ends the transfer that another thread has under way, which gets an {@link FtpException.Connection}; nothing
     * happens if there is none. The session stays usable. To interrupt that thread does the same.
     *
     * <pre>{@code
     * ftp.abort();
     * }</pre>
     */
    public void abort() {
        session.abort();
    }

    /**
     * Says goodbye and ends the session (QUIT).
     *
     * @return the server's goodbye, such as {@code 221 Goodbye.}
     */
    public Reply quit() {
        return session.quit();
    }

    /**
     * Ends the session if it has not ended: with a goodbye if nothing is under way and the server answers within a
     * second, else at once. A call that is under way in another thread ends with an {@link FtpException.Connection}.
     * May be called twice, and throws nothing.
     */
    @Override
    public void close() {
        session.close();
    }

    /** {@return one line, such as {@code FtpClient test@127.0.0.1:2121}} */
    @Override
    public String toString() {
        return "FtpClient " + session;
    }
}
