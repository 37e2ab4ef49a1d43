package io.github.ftplab.internal.client.control;

import io.github.ftplab.Reply;
import io.github.ftplab.internal.client.failure.DataException;
import io.github.ftplab.internal.client.failure.RefusedException;
import io.github.ftplab.internal.client.settings.ClientSettings;
import io.github.ftplab.internal.client.settings.TlsSettings;
import io.github.ftplab.internal.client.tls.TlsSession;
import io.github.ftplab.internal.protocol.Text;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.apache.commons.net.MalformedServerReplyException;
import org.apache.commons.net.ftp.FTPClient;
import org.apache.commons.net.ftp.FTPConnectionClosedException;
import org.apache.commons.net.io.CRLFLineReader;
import org.jspecify.annotations.Nullable;

/**
 * The control connection: sends commands, reads each command's reply within its limits, and opens data connections. Not
 * thread-safe, except for {@link #abortTransfer()} and {@link #closeHard()}.
 *
 * <p>An {@link IOException} other than the ones of the package {@code failure} means that the session is lost.
 */
public final class ControlConnection extends LenientClient {

    private static final Reply CLOSED = Reply.of(221, List.of("(the server closed the connection without a reply)"));

    private final ClientSettings settings;
    private final TlsSession.Version version;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(ClientSettings.BUFFER);
    private final TranscriptRecorder recorder;
    private final ClientSockets sockets;
    private final ServerHabits habits = new ServerHabits();
    private volatile @Nullable OpenData moving;
    private @Nullable IOException broken;
    private @Nullable TlsSession security;
    private @Nullable Reply greeting;
    private String verb = "";
    private String opening = "";
    private Protection protection = Protection.SETTLED;

    /** When data connections are chosen to be encrypted or not. */
    private enum Protection {
        SETTLED,
        AFTER_LOGIN
    }

    @SuppressWarnings("deprecation") // Older versions of Commons Net, which work too, take no Charset and no Duration.
    public ControlConnection(ClientSettings settings, TlsSession.Version version, TranscriptRecorder recorder) {
        this.settings = settings;
        this.version = version;
        this.recorder = recorder;
        this.sockets = new ClientSockets(settings);
        addProtocolCommandListener(recorder);
        setControlEncoding(settings.encoding().name());
        setStrictMultilineParsing(true);
        setStrictReplyParsing(false);
        setSocketFactory(sockets);
        setServerSocketFactory(sockets.listeners(this::isDone));
        setDefaultTimeout((int) ReplyReader.SLICE.toMillis());
        // By its class, so that an error names the library if it is older.
        FTPClient library = this;
        library.setDataTimeout(settings.dataTimeout());
    }

    /** {@return whether the server's address belongs to this machine} */
    public boolean isOnThisMachine() {
        var server = _socket_.getInetAddress();
        return server != null && (server.isLoopbackAddress() || server.equals(_socket_.getLocalAddress()));
    }

    /** Connects and reads the server's greeting. */
    public Reply greet(String host, InetAddress address, int port) throws IOException {
        recorder.recordIn(sockets.recording());
        var tls = settings.tls();
        security = tls.begin() == TlsSettings.Begin.NEVER
                ? null
                : new TlsSession(tls, version, host, port, settings.replyTimeout());
        setConnectTimeout(millis(settings.connectTimeout()));
        connect(address, port, settings.localAddress().orElse(null), 0);
        setConnectTimeout(millis(settings.connectTimeout()));
        enterLocalPassiveMode();
        settings.localAddress().ifPresent(this::setPassiveLocalIPAddress);
        settings.active().ifPresent(ports -> {
            enterLocalActiveMode();
            setActivePortRange(ports.first(), ports.last());
        });
        greeting = lastReply();
        return greeting;
    }

    /** {@return the server's greeting} */
    public Reply greeting() {
        return Objects.requireNonNull(greeting, "not connected");
    }

    @Override
    protected void _connectAction_() throws IOException {
        // The base class would apply the connect timeout to the greeting, and wait for it without slices.
        setConnectTimeout(0);
        if (security != null && settings.tls().begin() == TlsSettings.Begin.IMPLICIT) {
            _socket_.setSoTimeout((int) ReplyReader.SLICE.toMillis());
            _socket_ = security.control(_socket_);
        }
        _connectAction_(readReplies());
    }

    private ReplyReader readReplies() throws IOException {
        return readFrom(new ReplyReader(
                _socket_.getInputStream(), settings.encoding(), settings.replyTimeout(), ClientSettings.LONGEST_REPLY));
    }

    /** Encrypts the session after its greeting, as the settings say (RFC 4217). */
    public void encrypt() throws IOException {
        var tls = settings.tls();
        if (security != null && tls.begin() != TlsSettings.Begin.IMPLICIT) {
            var reply = exchange(FtpCommand.of("AUTH", "TLS"));
            if (ReplyCodes.isUnsupported(reply)) {
                // The name before RFC 4217, which is the only one that some servers know.
                reply = exchange(FtpCommand.of("AUTH", "SSL"));
            }
            if (reply.code() >= 400 && tls.begin() == TlsSettings.Begin.AUTO) {
                security = null;
                return;
            }
            accepted(reply);
            // Bytes after the reply were sent unencrypted and must not be treated as encrypted replies.
            refuseUnexpectedReply();
            useSocket(security.control(_socket_));
        }
        if (security != null && ReplyCodes.isTooEarly(askForProtection())) {
            protection = Protection.AFTER_LOGIN;
        } else if (security != null) {
            accepted(lastReply());
        }
    }

    /** {@return the reply to PROT} The reply to PBSZ says nothing: the only size is 0, and some servers don't know it. */
    private Reply askForProtection() throws IOException {
        exchange(FtpCommand.of("PBSZ", "0"));
        return exchange(FtpCommand.of("PROT", settings.tls().data() == TlsSettings.Data.PRIVATE ? "P" : "C"));
    }

    /** Repeats after the login what some servers refuse before it. */
    public void encryptDataAfterLogin() throws IOException {
        if (protection == Protection.AFTER_LOGIN) {
            accepted(askForProtection());
            protection = Protection.SETTLED;
        }
    }

    private void useSocket(Socket socket) throws IOException {
        _socket_ = socket;
        _input_ = socket.getInputStream();
        _output_ = socket.getOutputStream();
        _controlInput_ = new CRLFLineReader(readReplies());
        _controlOutput_ = new BufferedWriter(new OutputStreamWriter(_output_, settings.encoding()));
    }

    /** Ends TLS on the control connection (CCC); data connections stay encrypted. */
    private void endTls(SSLSocket secure) throws IOException {
        var plain = sockets.control();
        plain.setSoTimeout(millis(settings.replyTimeout()));
        plain.endTls(secure);
        plain.setSoTimeout((int) ReplyReader.SLICE.toMillis());
        useSocket(plain);
    }

    /** {@return the TLS session for data connections; null if they are not encrypted} */
    public @Nullable TlsSession dataSecurity() {
        return settings.tls().data() == TlsSettings.Data.PRIVATE ? security : null;
    }

    /** {@return the TLS version, such as {@code TLSv1.2}, if the session is encrypted} */
    public Optional<String> protocol() {
        return _socket_ instanceof SSLSocket secure
                ? Optional.of(secure.getSession().getProtocol())
                : Optional.empty();
    }

    /** Sends a command and returns its reply, also one of failure. */
    public Reply exchange(FtpCommand command) throws IOException {
        return exchange(command, settings.replyTimeout());
    }

    /** Sends a command whose reply has a time limit of its own. */
    public Reply exchange(FtpCommand command, Duration limit) throws IOException {
        sendCommand(command.verb(), command.argument().orElse(null), limit);
        return lastReply();
    }

    /** Sends a command; throws {@link RefusedException} if the reply is 400 or more. */
    public Reply expect(FtpCommand command) throws IOException {
        return accepted(exchange(command));
    }

    /** {@return the reply} Throws {@link RefusedException} if it is 400 or more. */
    public Reply accepted(Reply reply) throws IOException {
        if (reply.code() >= 400) {
            throw new RefusedException(verb, reply);
        }
        return reply;
    }

    /**
     * Sends a command that transfers data from an offset in the file, and opens its data connection. In passive mode the
     * command's reply is still outstanding, as some servers wait for the TLS handshake before they send it; in active
     * mode only if the server has connected without one.
     *
     * @throws RefusedException if a command was refused; no reply is outstanding then
     * @throws DataException if the connection failed; no reply is outstanding then
     */
    public Socket openData(FtpCommand command, long offset) throws IOException {
        beginAt(offset);
        opening = command.verb();
        try {
            var socket = openSocket(command);
            if (socket == null && verb.equals("PASV") && ReplyCodes.isRefusedInThisWay(lastReply())) {
                setUseEPSVwithIPv4(true);
                socket = openSocket(command);
            }
            if (socket == null) {
                throw refused(command, offset);
            }
            return socket;
        } finally {
            opening = "";
        }
    }

    /** {@return that a command of {@link #openData} was refused, by the last reply} */
    public RefusedException refused(FtpCommand command, long offset) throws IOException {
        var refused = new RefusedException(verb, lastReply());
        if (offset > 0 && verb.equals(command.verb())) {
            // Some servers would apply the offset to the next transfer.
            rest("0");
        }
        return refused;
    }

    /** {@return whether the reply to the command of {@link #openData} is outstanding} */
    public boolean isOpeningOutstanding() {
        return isReplyDeferred();
    }

    /** {@return what was found out about the server during this session} */
    public ServerHabits habits() {
        return habits;
    }

    private @Nullable Socket openSocket(FtpCommand command) throws IOException {
        boolean opened = false;
        try {
            var socket = _openDataConnection_(command.verb(), command.argument().orElse(null));
            opened = socket != null;
            return socket;
        } catch (RefusedException | MalformedServerReplyException | DataException e) {
            throw e;
        } catch (IOException e) {
            throw notOpened(command, e);
        } finally {
            if (!opened) {
                sockets.closeData();
                recorder.closedUnused(command);
            }
        }
    }

    private IOException notOpened(FtpCommand command, IOException e) {
        var stage =
                Thread.currentThread().isInterrupted() ? DataException.Stage.INTERRUPTED : DataException.Stage.OPENING;
        if (_replyCode == 227 || _replyCode == 229) {
            return new DataException(stage, Text.reason(e), e);
        }
        if (!verb.equals(command.verb()) || _replyCode == 0) {
            return e;
        }
        if (_replyCode / 100 == 1) {
            try {
                nextReply(ClientSettings.ABANDON_LIMIT);
            } catch (IOException noReply) {
                isBrokenBy(noReply);
            }
        }
        return new DataException(stage, "the server did not connect to this side", e);
    }

    /** Remembers the current data connection, to end it together with this one. */
    public void opened(OpenData data) {
        moving = data;
    }

    /** {@return the transfer buffer, of {@link ClientSettings#BUFFER} bytes; for one transfer at a time} */
    public ByteBuffer buffer() {
        return buffer;
    }

    public TranscriptRecorder recorder() {
        return recorder;
    }

    public ClientSettings settings() {
        return settings;
    }

    /** {@return whether a data connection is open} */
    public boolean isMoving() {
        var connection = moving;
        return connection != null && connection.isOpen();
    }

    /** Marks the session as lost although the current call fails for another reason. */
    public void isBrokenBy(IOException reason) {
        broken = reason;
    }

    /** {@return the reason why the session is lost, or null} */
    public @Nullable IOException broken() {
        return broken;
    }

    /** {@return the name of the command that was sent last} */
    public String verb() {
        return verb;
    }

    /** Sends every command, of the base class too. */
    @Override
    public int sendCommand(String command, @Nullable String argument) throws IOException {
        return sendCommand(command, argument, settings.replyTimeout());
    }

    private int sendCommand(String command, @Nullable String argument, Duration limit) throws IOException {
        refuseUnexpectedReply();
        recorder.opened(sockets.data(), settings.mode()); // a passive one, whose command comes now
        verb = command;
        forgetReply();
        reader().expectReply(limit);
        boolean opens = command.equals(opening);
        if (opens) {
            deferReply(settings.active().isPresent() ? Optional.of(sockets::isDataAccepted) : Optional.empty());
        }
        int code = super.sendCommand(command, argument);
        while (code / 100 == 1 && !opens) {
            // A preliminary reply is never the last one (RFC 959, section 4.2).
            code = getReply();
        }
        if (command.equals("CCC") && code / 100 == 2 && _socket_ instanceof SSLSocket secure) {
            endTls(secure);
        }
        return code;
    }

    /** {@return whether all is done, which ends the wait for the data connection of active mode} */
    private boolean isDone() throws IOException {
        return isFinalReplyThere(settings.replyTimeout())
                && accepted(lastReply()).isPositive();
    }

    /** Throws if a reply arrived without a command: it would be taken for the reply to the next one. */
    private void refuseUnexpectedReply() throws IOException {
        reader().expectReply(settings.replyTimeout());
        if (isReplyThere()) {
            nextReply(settings.replyTimeout());
            throw new MalformedServerReplyException("it sent \"" + lastReply() + "\" without being asked");
        }
    }

    /** {@return whether a connection was established, even if the session failed later} */
    public boolean isReached() {
        return sockets.isConnected();
    }

    /** Sends QUIT; {@return the reply, or one in its place if the server closes the connection without a reply} */
    public Reply endSession() throws IOException {
        try {
            return exchange(FtpCommand.of("QUIT"));
        } catch (FTPConnectionClosedException | SocketException | SSLException e) {
            return lastReplyIfAny().orElse(CLOSED);
        }
    }

    /** Sends QUIT and waits briefly for any reply. */
    public void sayGoodbye() {
        try {
            sendCommand("QUIT", null, ClientSettings.GOODBYE_LIMIT);
        } catch (IOException e) {
            // the caller closes the connection anyway
        }
    }

    /** Ends the running transfer, if there is one. Thread-safe. */
    public void abortTransfer() {
        var connection = moving;
        if (connection != null && connection.isOpen()) {
            connection.abort();
        }
    }

    /** Closes both connections at once. Idempotent and thread-safe. */
    public void closeHard() {
        var connection = moving;
        if (connection != null) {
            connection.closeHard();
        }
        sockets.closeAll();
    }

    private static int millis(Duration limit) {
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, limit.toMillis()));
    }
}
