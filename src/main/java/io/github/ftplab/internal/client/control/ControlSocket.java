package io.github.ftplab.internal.client.control;

import java.io.IOException;
import java.net.Proxy;
import java.net.Socket;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** A control connection's TCP socket, which stays open when CCC ends TLS over it (RFC 4217). */
class ControlSocket extends Socket {

    private volatile @Nullable Thread keeper;

    ControlSocket() {}

    ControlSocket(Proxy proxy) {
        super(proxy);
    }

    /** Ends TLS over this socket, in both directions, within the read timeout. The socket stays open. */
    final void endTls(SSLSocket secure) throws IOException {
        keeper = Thread.currentThread();
        try {
            secure.shutdownOutput();
            if (secure.getInputStream().read() >= 0) {
                throw new IOException("the server continues with TLS");
            }
        } finally {
            keeper = null;
        }
    }

    private boolean isKept() {
        return Thread.currentThread().equals(keeper);
    }

    @Override
    public final void shutdownInput() throws IOException {
        if (!isKept()) {
            super.shutdownInput();
        }
    }

    @Override
    public final void shutdownOutput() throws IOException {
        if (!isKept()) {
            super.shutdownOutput();
        }
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized")
    public final void close() throws IOException {
        if (!isKept()) {
            super.close();
        }
    }
}
