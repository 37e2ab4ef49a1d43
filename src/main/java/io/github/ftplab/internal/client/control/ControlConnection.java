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
import java.util.ArrayList;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import org.apache.commons.net.MalformedServerReplyException;
import org.apache.commons.net.ftp.FTPClient;
import org.apache.commons.net.io.CRLFLineReader;
import org.jspecify.annotations.Nullable;

/**
 * What goes over the control connection: commands out, replies in, each within its limits, never one out of step; and
 * the data connections that are opened by it. Not thread-safe but for {@link #closeHard()}.
 *
 * <p>An {@link IOException} from here that is not one of this package's own means that the session is lost.
 */
public final class ControlConnection extends FTPClient {

    private static final int PASSIVE_REFUSED = 500;

    private final ClientSettings settings;
    private final TlsSession.Version version;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(ClientSettings.BUFFER);
    private final TranscriptRecorder recorder;
    private final ClientSockets sockets;
    private volatile @Nullable OpenData moving;
    private @Nullable ReplyReader replies;
    private @Nullable IOException broken;
    private @Nullable TlsSession security;
    private @Nullable Reply greeting;
    private String verb = "";

    public ControlConnection(ClientSettings settings, TlsSession.Version version, TranscriptRecorder recorder) {
        this.settings = settings;
        this.version = version;
        this.recorder = recorder;
        this.sockets = new ClientSockets(settings);
        addProtocolCommandListener(recorder);
        setControlEncoding(settings.encoding());
        setStrictMultilineParsing(true);
        setStrictReplyParsing(false);
        setSocketFactory(sockets);
        setServerSocketFactory(sockets.listeners());
        setDefaultTimeout((int) ReplyReader.SLICE.toMillis());
        setDataTimeout(settings.dataTimeout());
    }

    /** {@return whether the server is on this machine, as far as its address tells} */
    public boolean isOnThisMachine() {
        var server = _socket_.getInetAddress();
        return server != null && (server.isLoopbackAddress() || server.equals(_socket_.getLocalAddress()));
    }

    /** Makes the connection and reads the server's greeting. */
    public Reply greet(String host, InetAddress address, int port) throws IOException {
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

    /** {@return what the server said first} */
    public Reply greeting() {
        return Objects.requireNonNull(greeting, "not connected");
    }

    @Override
    protected void _connectAction_() throws IOException {
        // The base class would give the greeting the limit of the connection, in one piece.
        setConnectTimeout(0);
        if (security != null && settings.tls().begin() == TlsSettings.Begin.IMPLICIT) {
            _socket_.setSoTimeout((int) ReplyReader.SLICE.toMillis());
            _socket_ = security.control(_socket_);
        }
        _connectAction_(readReplies());
    }

    private ReplyReader readReplies() throws IOException {
        var reader = new ReplyReader(
                _socket_.getInputStream(), settings.encoding(), settings.replyTimeout(), ClientSettings.LONGEST_REPLY);
        replies = reader;
        return reader;
    }

    /** Encrypts the session after its greeting, as it was asked for (RFC 4217). */
    public void encrypt() throws IOException {
        var tls = settings.tls();
        if (security != null && tls.begin() != TlsSettings.Begin.IMPLICIT) {
            var reply = exchange(FtpCommand.of("AUTH", "TLS"));
            if (reply.code() >= 400 && tls.begin() == TlsSettings.Begin.AUTO) {
                security = null;
                return;
            }
            accepted(reply);
            // What came after the reply came unencrypted, and must not be taken for what comes encrypted.
            refuseUnasked();
            talkOver(security.control(_socket_));
        }
        if (security != null) {
            expect(FtpCommand.of("PBSZ", "0"));
            expect(FtpCommand.of("PROT", tls.data() == TlsSettings.Data.PRIVATE ? "P" : "C"));
        }
    }

    private void talkOver(Socket socket) throws IOException {
        _socket_ = socket;
        _input_ = socket.getInputStream();
        _output_ = socket.getOutputStream();
        _controlInput_ = new CRLFLineReader(readReplies());
        _controlOutput_ = new BufferedWriter(new OutputStreamWriter(_output_, settings.encoding()));
    }

    /** Goes on in the clear; data connections are encrypted as before. */
    private void clear(SSLSocket secure) throws IOException {
        var plain = sockets.control();
        plain.setSoTimeout(millis(settings.replyTimeout()));
        plain.outlive(secure);
        plain.setSoTimeout((int) ReplyReader.SLICE.toMillis());
        talkOver(plain);
    }

    /** {@return what data connections are encrypted by; null if they are not to be} */
    public @Nullable TlsSession dataSecurity() {
        return settings.tls().data() == TlsSettings.Data.PRIVATE ? security : null;
    }

    /** {@return what the session is encrypted by, such as {@code TLSv1.2}, if it is} */
    public Optional<String> protocol() {
        return _socket_ instanceof SSLSocket secure
                ? Optional.of(secure.getSession().getProtocol())
                : Optional.empty();
    }

    /** Sends a command and reads its reply, whatever it is. */
    public Reply exchange(FtpCommand command) throws IOException {
        return exchange(command, settings.replyTimeout());
    }

    /** Does the same with a command whose reply may take longer than others. */
    public Reply exchange(FtpCommand command, Duration limit) throws IOException {
        sendCommand(command.verb(), command.argument().orElse(null), limit);
        var reply = lastReply();
        if (reply.code() < 200) {
            throw new MalformedServerReplyException("it answered " + verb + " with \"" + reply + "\"");
        }
        return reply;
    }

    /** Sends a command that must be answered by 200 to 299, or by 300 to 399 where more is to follow. */
    public Reply expect(FtpCommand command) throws IOException {
        return accepted(exchange(command));
    }

    /** {@return the reply, unless it is one of failure} */
    public Reply accepted(Reply reply) throws IOException {
        if (reply.code() >= 400) {
            throw new RefusedException(verb, reply);
        }
        return reply;
    }

    public Duration replyTimeout() {
        return settings.replyTimeout();
    }

    /** Reads one more reply to the last command. */
    public Reply nextReply(Duration limit) throws IOException {
        read(limit);
        return lastReply();
    }

    private void read(Duration limit) throws IOException {
        _replyCode = 0;
        reader().expectReply(limit);
        getReply();
    }

    /**
     * Opens a data connection for a command that moves data, beginning at an offset in the file.
     *
     * @throws RefusedException if a command on the way was refused: nothing is pending then
     * @throws DataException if the connection could not be made: nothing is pending then
     */
    public Socket openData(FtpCommand command, long offset) throws IOException {
        setRestartOffset(offset);
        var socket = openSocket(command);
        if (socket == null && verb.equals("PASV") && lastReply().code() >= PASSIVE_REFUSED) {
            setUseEPSVwithIPv4(true);
            socket = openSocket(command);
        }
        if (socket == null) {
            var refused = new RefusedException(verb, lastReply());
            if (offset > 0 && verb.equals(command.verb())) {
                // Some servers would begin the next transfer there, whatever it is.
                exchange(FtpCommand.of("REST", "0"));
            }
            throw refused;
        }
        return socket;
    }

    private @Nullable Socket openSocket(FtpCommand command) throws IOException {
        boolean opened = false;
        try {
            var socket = _openDataConnection_(command.verb(), command.argument().orElse(null));
            opened = socket != null;
            return socket;
        } catch (MalformedServerReplyException | DataException e) {
            throw e;
        } catch (IOException e) {
            throw notOpened(command, e);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            var senseless = new MalformedServerReplyException("\"" + lastReply() + "\" names no port");
            senseless.initCause(e);
            throw senseless;
        } finally {
            if (!opened) {
                sockets.closeData();
            }
        }
    }

    private IOException notOpened(FtpCommand command, IOException e) {
        var stage =
                Thread.currentThread().isInterrupted() ? DataException.Stage.INTERRUPTED : DataException.Stage.OPENING;
        if (_replyCode == 227 || _replyCode == 229) {
            return new DataException(stage, Text.reason(e), e);
        }
        if (verb.equals(command.verb()) && _replyCode / 100 == 1) {
            var failure = new DataException(stage, "the server did not connect to this side", e);
            try {
                nextReply(ClientSettings.ABANDON_LIMIT);
            } catch (IOException noReply) {
                isBrokenBy(noReply);
            }
            return failure;
        }
        return e;
    }

    /** Takes the data connection that was opened last, to end it together with this one. */
    public void opened(OpenData data) {
        moving = data;
    }

    /** {@return the buffer for what is moved, of {@link ClientSettings#BUFFER} bytes; for one transfer at a time} */
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

    /** Sends a command during a transfer; its reply comes with the transfer's. */
    public synchronized void sendAside(String command) throws IOException {
        _controlOutput_.write(command + "\r\n");
        _controlOutput_.flush();
        fireCommandSent(command, command);
    }

    /** The session is out of step although the call fails for another reason. */
    public void isBrokenBy(IOException reason) {
        broken = reason;
    }

    /** {@return what put the session out of step, or null} */
    public @Nullable IOException broken() {
        return broken;
    }

    /** {@return the name of the command that was sent last} */
    public String verb() {
        return verb;
    }

    /** Every command of the base class and of this one goes through here. */
    @Override
    public int sendCommand(String command, @Nullable String argument) throws IOException {
        return sendCommand(command, argument, settings.replyTimeout());
    }

    private int sendCommand(String command, @Nullable String argument, Duration limit) throws IOException {
        refuseUnasked();
        verb = command;
        _replyCode = 0;
        reader().expectReply(limit);
        int code = super.sendCommand(command, argument);
        if (command.equals("CCC") && code / 100 == 2 && _socket_ instanceof SSLSocket secure) {
            clear(secure);
        }
        return code;
    }

    /** A reply that was not asked for would be taken for the answer to the next command, and so on ever after. */
    private void refuseUnasked() throws IOException {
        if (_controlInput_.ready()) {
            read(settings.replyTimeout());
            throw new MalformedServerReplyException("it sent \"" + lastReply() + "\" without being asked");
        }
    }

    /** {@return the reply that was read last} */
    public Reply lastReply() throws IOException {
        int code = getReplyCode();
        if (code < 100 || code > 599) {
            throw new MalformedServerReplyException("\"" + getReplyString() + "\" is not an FTP reply");
        }
        var lines = new ArrayList<String>();
        for (var line : getReplyStrings()) {
            lines.add(withoutCode(code, line));
        }
        return new Reply(code, lines);
    }

    /** {@return the reply that was read last, if it was one, and if it was read since the last command was sent} */
    public Optional<Reply> lastReplyIfAny() {
        try {
            return Optional.of(lastReply());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String withoutCode(int code, String line) {
        boolean coded = line.startsWith(code + " ") || line.startsWith(code + "-");
        return coded ? line.substring(4) : line.equals(String.valueOf(code)) ? "" : line;
    }

    private ReplyReader reader() throws IOException {
        var reader = replies;
        if (reader == null) {
            throw new SocketException("not connected");
        }
        return reader;
    }

    /** {@return whether there was a connection, even if nothing came of it} */
    public boolean isReached() {
        return sockets.isConnected();
    }

    /** Sends QUIT and waits a moment for its answer, whatever that is. */
    public void sayGoodbye() {
        try {
            sendCommand("QUIT", null, ClientSettings.GOODBYE_LIMIT);
        } catch (IOException e) {
            // it is closed anyway
        }
    }

    /** Ends the transfer that is under way, if there is one; from any thread. */
    public void abortTransfer() {
        var connection = moving;
        if (connection != null && connection.isOpen()) {
            connection.abort();
        }
    }

    /** Ends both connections at once; from any thread, as often as you like. */
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
