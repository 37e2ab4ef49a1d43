package io.github.ftplab.internal.client.failure;

import io.github.ftplab.FtpException;
import io.github.ftplab.Reply;
import io.github.ftplab.internal.client.settings.ClientSettings;
import io.github.ftplab.internal.protocol.HostPort;
import io.github.ftplab.internal.protocol.Text;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.apache.commons.net.MalformedServerReplyException;

/** Says what was tried, on what, why it failed and what to do. Some notebooks show nothing but this message. */
public final class ErrorMessages {

    private static final int CLOSING = 421;
    private static final int ACCOUNT = 332;

    private final String host;
    private final int port;

    public ErrorMessages(String host, int port) {
        this.host = host;
        this.port = port;
    }

    /** {@return the server, as in {@code 127.0.0.1:2121}} */
    public String where() {
        return HostPort.text(host, port);
    }

    /** No connection could be made. */
    public FtpException notConnected(IOException e, ClientSettings settings) {
        return new FtpException.Connection("cannot connect to " + where() + ": " + whyNotConnected(e, settings), e);
    }

    private String whyNotConnected(IOException e, ClientSettings settings) {
        if (e instanceof UnknownHostException) {
            return "no host of that name is known; check how \"" + host
                    + "\" is spelled, and that this machine is on the network";
        }
        if (e instanceof SocketTimeoutException) {
            return "no answer within " + Text.duration(settings.connectTimeout())
                    + "; check the address, and whether a firewall is in the way";
        }
        if (e instanceof NoRouteToHostException) {
            return "no way leads there (" + Text.reason(e) + "); check the address and the network";
        }
        if (e instanceof ConnectException) {
            return "nothing listens there (" + Text.reason(e)
                    + "); check that the server is running, and that this is its port";
        }
        return Text.reason(e) + "; check the address and the network";
    }

    /** A connection was made, but the greeting was not one that lets us in. */
    public FtpException noWelcome(IOException e, Optional<Reply> last, ClientSettings settings) {
        var operation = Operation.to("connect to " + where());
        if (e instanceof MalformedServerReplyException) {
            return new FtpException.Protocol(
                    cannot(operation) + "what listens there does not speak FTP (" + Text.reason(e)
                            + "); check that this is the port of an FTP server",
                    e);
        }
        if (e instanceof SSLException) {
            return new FtpException.Connection(cannot(operation) + encryption(e), e);
        }
        if (isTimeout(e)) {
            return new FtpException.Connection(
                    cannot(operation) + "it accepted the connection but sent no greeting within "
                            + Text.duration(settings.replyTimeout())
                            + "; is this the port of an FTP server, and not of one that begins with TLS?",
                    e);
        }
        var refusal =
                last.filter(reply -> reply.code() == CLOSING).map(reply -> new RefusedException("greeting", reply));
        return failure(operation, refusal.isPresent() ? refusal.get() : e, last, Optional.empty());
    }

    private String encryption(IOException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException) {
                return "its certificate is not trusted (" + Text.reason(innermost(cause))
                        + "); if you know that it is the server's own, builder().trust(certificate) says so; for a"
                        + " server on this machine there is trustAnythingOnLoopback()";
            }
        }
        return "no encrypted connection came about (" + Text.reason(e)
                + "); check that this port speaks TLS: implicitTls() is for port 990, tls() for others";
    }

    private static Throwable innermost(Throwable e) {
        return e.getCause() == null ? e : innermost(e.getCause());
    }

    /** What a failed call throws. */
    public FtpException failure(Operation operation, IOException e, Optional<Reply> last, Optional<String> user) {
        if (e instanceof RefusedException refused
                && refused.reply().code() < 400
                && refused.reply().code() != ACCOUNT) {
            return new FtpException.Protocol(
                    cannot(operation) + where() + " answered " + refused.verb() + " with \"" + refused.reply()
                            + "\", which means something else; it may not be an FTP server in order",
                    e);
        }
        if (e instanceof RefusedException refused) {
            return new FtpException.Refused(
                    cannot(operation) + where() + " answered \"" + refused.reply() + "\"; "
                            + Hints.of(refused.verb(), refused.reply(), user),
                    refused.verb(),
                    operation.path(),
                    refused.reply());
        }
        if (e instanceof LocalException) {
            return new FtpException.LocalFile(cannot(operation) + e.getMessage(), e.getCause());
        }
        if (e instanceof DataException data && data.stage() == DataException.Stage.TOO_LONG) {
            return new FtpException.Protocol(cannot(operation) + dataFailure(data), e);
        }
        if (e instanceof DataException data) {
            return new FtpException.Connection(cannot(operation) + dataFailure(data), e);
        }
        if (e instanceof MalformedServerReplyException) {
            return new FtpException.Protocol(
                    cannot(operation) + "the answer of " + where() + " makes no sense (" + Text.reason(e)
                            + "); the session is closed, connect again",
                    e);
        }
        return new FtpException.Connection(cannot(operation) + lost(e, last), e);
    }

    private String dataFailure(DataException e) {
        return switch (e.stage()) {
            case LISTENING ->
                "this side can't listen for the data connection (" + e.getMessage()
                        + "); activePorts(...) takes another range";
            case OPENING ->
                "the data connection that " + where() + " offered could not be opened (" + e.getMessage()
                        + "); a firewall may let only the first connection through";
            case ENCRYPTING ->
                "the data connection to " + where() + " could not be encrypted (" + e.getMessage()
                        + "); the server may insist on resuming the session, or let through no encrypted ones";
            case MOVING ->
                "the data connection to " + where() + " broke (" + e.getMessage()
                        + "); what was done so far was thrown away, try again";
            case STALLED ->
                "the data connection to " + where() + " stood still (" + e.getMessage()
                        + "); what was done so far was thrown away, try again";
            case TOO_LONG ->
                where() + " sent " + e.getMessage() + ", which is more than is safe to take; ask for a smaller part";
            case SHORT -> "not all has arrived: " + e.getMessage() + "; try again";
            case DIFFERENT -> "what has arrived is not the same: " + e.getMessage() + "; try again";
            case TRANSLATED ->
                where() + " has translated line ends, as in ASCII mode (" + e.getMessage()
                        + "), although binary was asked for (TYPE I); look at its settings";
            case ABORTED -> "it was ended by abort(); what was done so far was thrown away";
            case INTERRUPTED -> "it was interrupted; what was done so far was thrown away";
        };
    }

    private String lost(IOException e, Optional<Reply> last) {
        var said = last.filter(reply -> reply.code() == CLOSING);
        if (said.isPresent()) {
            return where() + " closed the session (\"" + said.get() + "\"); connect and log in again";
        }
        if (isTimeout(e)) {
            return where() + " gave " + Text.reason(e)
                    + "; the session is closed, as a late answer would be taken for another's: connect again";
        }
        if (e instanceof InterruptedIOException) {
            return "it was interrupted while waiting for " + where()
                    + "; the session is closed, as the answer is still to come: connect again";
        }
        return "the connection to " + where() + " was lost (" + Text.reason(e) + "); connect and log in again";
    }

    /** The session was ended while a call was under way. */
    public FtpException broken(Operation operation, String how, IOException e) {
        return new FtpException.Connection(
                cannot(operation) + "the session with " + where() + " " + how + " meanwhile", e);
    }

    /** The thread was interrupted before its turn. */
    public FtpException notBegun(Operation operation, InterruptedException e) {
        return new FtpException.Connection(cannot(operation) + "it was interrupted before anything was sent", e);
    }

    /** {@return what to say to a call on a session that has ended} */
    public String over(Operation operation, String how) {
        return cannot(operation) + "the session with " + where() + " " + how
                + "; FtpClient.connect(...) and login(...) begin a new one";
    }

    /** {@return what to say to a call in the middle of another one} */
    public String busy(Operation operation) {
        return cannot(operation) + "the session is busy with a transfer of this thread; wait until that has ended";
    }

    /** {@return what to say to a call while a stream is open} */
    public String streaming(Operation operation, String open) {
        return cannot(operation) + "the session is busy, as a stream is open to " + open + "; close that first";
    }

    private static String cannot(Operation operation) {
        return "cannot " + operation.what() + ": ";
    }

    private static boolean isTimeout(IOException e) {
        return e instanceof SocketTimeoutException || e.getCause() instanceof SocketTimeoutException;
    }
}
