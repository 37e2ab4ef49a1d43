package io.github.ftplab.internal.client;

import io.github.ftplab.FtpException;
import io.github.ftplab.internal.client.control.ControlConnection;
import io.github.ftplab.internal.client.control.TranscriptRecorder;
import io.github.ftplab.internal.client.data.InterruptWatch;
import io.github.ftplab.internal.client.failure.ErrorMessages;
import io.github.ftplab.internal.client.settings.ClientSettings;
import io.github.ftplab.internal.client.tls.TlsSession;
import io.github.ftplab.internal.library.Library;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.function.Consumer;
import javax.net.ssl.SSLHandshakeException;

/**
 * Connects to a server, trying each of its addresses.
 *
 * @param host its name or address
 * @param port its port
 * @param settings timeouts, proxy and TLS
 * @param messages the messages of failures
 * @param recorder records commands and replies
 */
record Connector(String host, int port, ClientSettings settings, ErrorMessages messages, TranscriptRecorder recorder) {

    /**
     * {@return a connection with an accepted greeting}
     *
     * @param begun takes each connection before it is established, to close it
     */
    ControlConnection connect(Consumer<ControlConnection> begun) {
        IOException failure = null;
        try {
            for (var address : InetAddress.getAllByName(host)) {
                try {
                    return connect(address, begun);
                } catch (IOException e) {
                    failure = failure == null ? e : failure;
                }
                if (Thread.currentThread().isInterrupted()) {
                    break;
                }
            }
        } catch (UnknownHostException e) {
            failure = e;
        } catch (LinkageError e) {
            throw new FtpException.Connection("cannot connect to " + messages.where() + ": " + Library.explain(e), e);
        }
        throw messages.notConnected(failure == null ? new UnknownHostException(host) : failure, settings);
    }

    private ControlConnection connect(InetAddress address, Consumer<ControlConnection> begun) throws IOException {
        try {
            return connect(address, begun, TlsSession.Version.RESUMABLE);
        } catch (OtherVersion e) {
            return connect(address, begun, TlsSession.Version.NEWEST);
        }
    }

    private ControlConnection connect(
            InetAddress address, Consumer<ControlConnection> begun, TlsSession.Version version) throws IOException {
        var control = new ControlConnection(settings, version, recorder);
        begun.accept(control);
        var watch = InterruptWatch.start(control::closeHard);
        try {
            control.accepted(control.greet(host, address, port));
            control.encrypt();
            return control;
        } catch (IOException e) {
            control.closeHard();
            if (Thread.currentThread().isInterrupted()) {
                throw interrupted(e);
            }
            // With a cause, it is the certificate or the connection; without, the sides did not agree on a version.
            if (e instanceof SSLHandshakeException && e.getCause() == null && version == TlsSession.Version.RESUMABLE) {
                throw new OtherVersion(e);
            }
            if (control.isReached()) {
                throw messages.noWelcome(e, control.lastReplyIfAny(), settings);
            }
            throw e;
        } finally {
            watch.close();
        }
    }

    private static IOException interrupted(IOException e) {
        var interrupted = new InterruptedIOException("interrupted");
        interrupted.initCause(e);
        return interrupted;
    }

    /** The server does not support this version of TLS. */
    private static final class OtherVersion extends IOException {

        private static final long serialVersionUID = 1;

        OtherVersion(IOException e) {
            super(e);
        }
    }
}
