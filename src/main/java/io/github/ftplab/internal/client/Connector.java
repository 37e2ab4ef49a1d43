package io.github.ftplab.internal.client;

import io.github.ftplab.internal.client.control.ControlConnection;
import io.github.ftplab.internal.client.control.TranscriptRecorder;
import io.github.ftplab.internal.client.failure.ErrorMessages;
import io.github.ftplab.internal.client.settings.ClientSettings;
import io.github.ftplab.internal.client.tls.TlsSession;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import javax.net.ssl.SSLHandshakeException;

/**
 * Reaches a server, at whichever of its addresses answers.
 *
 * @param host its name or address
 * @param port its port
 * @param settings the limits, and the way
 * @param messages what to say if it can't be reached
 * @param recorder what is told of everything
 */
record Connector(String host, int port, ClientSettings settings, ErrorMessages messages, TranscriptRecorder recorder) {

    /** {@return a connection on which the server has said that it is ready} */
    ControlConnection connect() {
        IOException failure = null;
        try {
            for (var address : InetAddress.getAllByName(host)) {
                try {
                    return reach(address);
                } catch (IOException e) {
                    failure = failure == null ? e : failure;
                }
            }
        } catch (UnknownHostException e) {
            failure = e;
        }
        throw messages.notConnected(failure == null ? new UnknownHostException(host) : failure, settings);
    }

    private ControlConnection reach(InetAddress address) throws IOException {
        try {
            return reach(address, TlsSession.Version.RESUMABLE);
        } catch (OtherVersion e) {
            return reach(address, TlsSession.Version.NEWEST);
        }
    }

    private ControlConnection reach(InetAddress address, TlsSession.Version version) throws IOException {
        var control = new ControlConnection(settings, version, recorder);
        try {
            control.accepted(control.greet(host, address, port));
            control.encrypt();
            return control;
        } catch (IOException e) {
            control.closeHard();
            // What has a cause is about the certificate or the line; the rest is what the sides could not agree on.
            if (e instanceof SSLHandshakeException && e.getCause() == null && version == TlsSession.Version.RESUMABLE) {
                throw new OtherVersion(e);
            }
            if (control.isReached()) {
                throw messages.noWelcome(e, control.lastReplyIfAny(), settings);
            }
            throw e;
        }
    }

    /** The server does not have this version of TLS. */
    private static final class OtherVersion extends IOException {

        private static final long serialVersionUID = 1;

        OtherVersion(IOException e) {
            super(e);
        }
    }
}
