package io.github.ftplab.internal.client.control;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ref.Reference;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketOption;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A control connection's TCP socket, which stays open when CCC ends TLS over it (RFC 4217).
 *
 * <p>A server without TCP_NODELAY sends the second part of what it answers, such as the 226 behind a 150, only when the
 * first part is acknowledged, which Linux does 40 ms later. This socket therefore has the system acknowledge at once
 * whenever it waits for more than the first read after a command. What came before a command is acknowledged with it.
 */
class ControlSocket extends Socket {

    private volatile @Nullable Thread keeper;
    /** TLS that CCC has ended. Kept as long as this socket, which JDK 17 would close when that is collected. */
    private volatile @Nullable SSLSocket ended;

    private volatile boolean answered;

    ControlSocket() {}

    ControlSocket(Proxy proxy) {
        super(proxy);
    }

    @Override
    public InputStream getInputStream() throws IOException {
        var in = super.getInputStream();
        return quickAcknowledgment()
                .<InputStream>map(option -> new Answers(in, option))
                .orElse(in);
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return new Commands(super.getOutputStream());
    }

    /** {@return the option TCP_QUICKACK where the system has it} By name, as its module jdk.net may be absent. */
    @SuppressWarnings("unchecked") // its type is asked for
    private Optional<SocketOption<Boolean>> quickAcknowledgment() throws IOException {
        for (var option : supportedOptions()) {
            if (option.name().equals("TCP_QUICKACK") && option.type() == Boolean.class) {
                return Optional.of((SocketOption<Boolean>) option);
            }
        }
        return Optional.empty();
    }

    /** What the server sends. */
    private final class Answers extends FilterInputStream {

        private final SocketOption<Boolean> quickAcknowledgment;

        Answers(InputStream in, SocketOption<Boolean> quickAcknowledgment) {
            super(in);
            this.quickAcknowledgment = quickAcknowledgment;
        }

        @Override
        public int read() throws IOException {
            acknowledge();
            return in.read();
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            acknowledge();
            return in.read(target, offset, length);
        }

        /** Linux forgets the option, so it is set each time that something is waited for. */
        private void acknowledge() throws IOException {
            if (answered && in.available() == 0) {
                setOption(quickAcknowledgment, true);
            }
            answered = true;
        }
    }

    /** What this side sends. */
    private final class Commands extends FilterOutputStream {

        Commands(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            answered = false;
            out.write(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            answered = false;
            out.write(bytes, offset, length);
        }
    }

    /** Ends TLS over this socket, in both directions, within the read timeout. The socket stays open. */
    final void endTls(SSLSocket secure) throws IOException {
        keeper = Thread.currentThread();
        ended = secure;
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
        if (isKept()) {
            return;
        }
        try {
            super.close();
        } finally {
            Reference.reachabilityFence(ended);
        }
    }
}
