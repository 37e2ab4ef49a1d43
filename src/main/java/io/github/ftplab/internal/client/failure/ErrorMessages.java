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
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.apache.commons.net.MalformedServerReplyException;
import org.jspecify.annotations.Nullable;

/**
 * The messages of client errors: what was tried, on what, why it failed and what to do. Some notebooks show nothing
 * else of an exception.
 */
public final class ErrorMessages {

    /** After this time a call that waits for another thread's call says so. */
    public static final Duration LONG_WAIT = Duration.ofSeconds(2);

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
            return "the host is unknown; check how \"" + host
                    + "\" is spelled, and that this machine is on the network";
        }
        if (e instanceof InterruptedIOException && !isTimeout(e)) {
            return "it was interrupted";
        }
        if (e instanceof SocketTimeoutException) {
            return "no answer within " + Text.duration(settings.connectTimeout())
                    + "; check the address, and whether a firewall is in the way";
        }
        if (e instanceof NoRouteToHostException) {
            return "there is no route to it (" + Text.reason(e) + "); check the address and the network";
        }
        if (e instanceof ConnectException) {
            return "nothing is listening there (" + Text.reason(e)
                    + "); check that the server is running, and that this is its port";
        }
        return Text.reason(e) + "; check the address and the network";
    }

    /** A connection was established, but there was no greeting that accepts the session. */
    public FtpException noWelcome(IOException e, Optional<Reply> last, ClientSettings settings) {
        var operation = Operation.to("connect to " + where());
        if (e instanceof MalformedServerReplyException) {
            return new FtpException.Protocol(
                    cannot(operation) + "what is listening there does not speak FTP (" + Text.reason(e)
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
                            + "; check that this is the port of an FTP server, and not one for implicitTls()",
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
                        + "); if you know that it belongs to the server, pass it to builder().trust(certificate); for a"
                        + " server on this machine there is trustAnythingOnLoopback()";
            }
        }
        return "the TLS handshake failed (" + Text.reason(e)
                + "); check that this port speaks TLS: implicitTls() is for port 990, tls() for other ports";
    }

    private static Throwable innermost(Throwable e) {
        return e.getCause() == null ? e : innermost(e.getCause());
    }

    /** {@return the exception that a failed call throws} */
    public FtpException failure(Operation operation, IOException e, Optional<Reply> last, Optional<String> user) {
        if (e instanceof RefusedException refused
                && refused.reply().code() < 400
                && refused.reply().code() != ACCOUNT) {
            return new FtpException.Protocol(
                    cannot(operation) + where() + " answered " + refused.verb() + " with \"" + said(refused.reply())
                            + "\", which is no valid answer to it; the server may not follow the FTP standard",
                    e);
        }
        if (e instanceof RefusedException refused) {
            return new FtpException.Refused(
                    cannot(operation) + where() + " answered \"" + said(refused.reply()) + "\"; "
                            + Hints.of(operation, refused.verb(), refused.reply(), user),
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
            return new FtpException.Connection(cannot(operation) + dataFailure(data) + sessionLost(data), e);
        }
        if (e instanceof MalformedServerReplyException) {
            return new FtpException.Protocol(
                    cannot(operation) + where() + " sent a reply that makes no sense (" + Text.reason(e)
                            + "); the session was closed, connect again",
                    e);
        }
        return new FtpException.Connection(cannot(operation) + lost(e, last), e);
    }

    private String dataFailure(DataException e) {
        return switch (e.stage()) {
            case LISTENING ->
                "this machine can't listen for the data connection (" + e.getMessage()
                        + "); choose another range with activePorts(...)";
            case OPENING ->
                "the data connection that " + where() + " offered could not be opened (" + e.getMessage()
                        + "); a firewall may be blocking data connections";
            case ENCRYPTING ->
                "the data connection to " + where() + " could not be encrypted (" + e.getMessage()
                        + "); the server may require the TLS session to be resumed, or refuse encrypted data connections";
            case MOVING ->
                "the data connection to " + where() + " broke (" + e.getMessage()
                        + "); what had been transferred was discarded, try again";
            case STALLED ->
                "the data connection to " + where() + " stalled (" + e.getMessage()
                        + "); what had been transferred was discarded, try again";
            case TOO_LONG ->
                where() + " sent " + e.getMessage()
                        + ", which is more than this client accepts; ask for a smaller part";
            case SHORT -> "the transfer is incomplete: " + e.getMessage() + "; try again";
            case DIFFERENT -> "the contents differ: " + e.getMessage() + "; try again";
            case TRANSLATED ->
                where() + " has translated line ends, as in ASCII mode (" + e.getMessage()
                        + "), although binary mode was requested (TYPE I); check its settings";
            case ABORTED -> "it was ended by abort(); what had been transferred was discarded";
            case INTERRUPTED -> "it was interrupted; what had been transferred was discarded";
        };
    }

    /** Says if the session was lost together with the data connection, as no reply was there for the transfer. */
    private static String sessionLost(DataException e) {
        return Stream.of(e.getSuppressed())
                .filter(IOException.class::isInstance)
                .findFirst()
                .map(lost -> "; the session was closed as well (" + Text.reason(lost) + "): connect again")
                .orElse("");
    }

    private String lost(IOException e, Optional<Reply> last) {
        var said = last.filter(reply -> reply.code() == CLOSING);
        if (said.isPresent()) {
            return where() + " closed the session (\"" + said(said.get()) + "\"); connect and log in again";
        }
        if (isTimeout(e)) {
            return where() + " gave " + Text.reason(e)
                    + "; the session was closed, as a late reply would be taken for the answer to the next command: connect again";
        }
        if (e instanceof InterruptedIOException) {
            return "it was interrupted while waiting for " + where()
                    + "; the session was closed, as the reply is still outstanding: connect again";
        }
        return "the connection to " + where() + " was lost (" + Text.reason(e) + "); connect and log in again";
    }

    /** The session was ended while a call was in progress. */
    public FtpException broken(Operation operation, String how, IOException e) {
        return new FtpException.Connection(
                cannot(operation) + "the session with " + where() + " " + how + " meanwhile", e);
    }

    /**
     * The thread was interrupted while it waited for the session.
     *
     * @param waited how long it waited
     * @param running what another thread does with the session, or null
     */
    public FtpException notBegun(
            Operation operation, Duration waited, @Nullable Operation running, InterruptedException e) {
        var reason = running == null || waited.compareTo(LONG_WAIT) < 0
                ? ""
                : " in " + waited.toSeconds() + " s, as another thread uses the session to " + running.what();
        return new FtpException.Connection(
                cannot(operation) + "it was interrupted before anything was sent" + reason, e);
    }

    /**
     * {@return what to say while a call waits for another thread's}
     *
     * @param running what another thread does with the session; null if nothing any more
     */
    public Optional<String> waiting(Operation operation, @Nullable Operation running) {
        return Optional.ofNullable(running)
                .map(other -> "waiting to " + operation.what() + ": another thread uses the session to " + other.what()
                        + "; abort() ends a transfer, and a second client need not wait");
    }

    /** {@return the message for a call on a session that has ended} */
    public String over(Operation operation, String how) {
        return cannot(operation) + "the session with " + where() + " " + how
                + "; FtpClient.connect(...) and login(...) begin a new one";
    }

    /** {@return the message for a call in the middle of another one} */
    public String busy(Operation operation) {
        return cannot(operation) + "the session is busy with a transfer on this thread; wait until it has ended";
    }

    /** {@return the message for a call while a stream is open} */
    public String streaming(Operation operation, String open) {
        return cannot(operation) + "the session is busy, as a stream to " + open + " is still open; close that first";
    }

    private static String cannot(Operation operation) {
        return "cannot " + operation.what() + ": ";
    }

    /** {@return what the server said, without characters that could do something in a terminal} */
    private static String said(Reply reply) {
        return reply.toString().lines().map(Text::visible).collect(Collectors.joining("\n"));
    }

    private static boolean isTimeout(IOException e) {
        return e instanceof SocketTimeoutException || e.getCause() instanceof SocketTimeoutException;
    }
}
