package io.github.ftplab.internal.client.control;

import java.io.IOException;
import java.net.Proxy;
import java.net.Socket;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** A control connection, which stays open where the TLS over it ends by CCC (RFC 4217). */
class ControlSocket extends Socket {

    private volatile @Nullable Thread keeper;

    ControlSocket() {}

    ControlSocket(Proxy proxy) {
        super(proxy);
    }

    /** Ends the TLS over it on both sides; this much must come in the time that is set for reading. */
    final void outlive(SSLSocket secure) throws IOException {
        keeper = Thread.currentThread();
        try {
            secure.shutdownOutput();
            if (secure.getInputStream().read() >= 0) {
                throw new IOException("it goes on under TLS");
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
