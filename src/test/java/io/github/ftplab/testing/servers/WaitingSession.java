package io.github.ftplab.testing.servers;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Map;
import org.mockftpserver.core.MockFtpServerException;
import org.mockftpserver.core.command.CommandHandler;
import org.mockftpserver.core.session.DefaultSession;

/** A session of MockFtpServer that waits for each command, where the original looks for one 50 times a second. */
final class WaitingSession extends DefaultSession {

    private final Control control;

    WaitingSession(Socket control, Map<String, CommandHandler> handlers) {
        this(new Control(control), handlers);
    }

    private WaitingSession(Control control, Map<String, CommandHandler> handlers) {
        super(control, handlers);
        this.control = control;
        control.onEnd = this::close;
    }

    /** Ends with the connection, also where that breaks in the middle of a transfer. */
    @Override
    public void run() {
        try {
            super.run();
        } catch (MockFtpServerException e) {
            control.end();
        }
    }

    /** A control connection where asking whether there is something to read waits until there is. */
    private static final class Control extends Socket {

        private final Socket socket;
        private Runnable onEnd = () -> {};

        Control(Socket socket) {
            this.socket = socket;
        }

        void end() {
            onEnd.run();
            try {
                socket.close();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public InputStream getInputStream() throws IOException {
            var pushback = new PushbackInputStream(socket.getInputStream());
            return new FilterInputStream(pushback) {

                /** After a read, a reader asks whether there is more, and is not to wait. */
                private boolean justRead;

                @Override
                public int read(byte[] target, int offset, int length) throws IOException {
                    justRead = true;
                    return super.read(target, offset, length);
                }

                @Override
                public int available() throws IOException {
                    if (justRead) {
                        justRead = false;
                        return super.available();
                    }
                    try {
                        int next = pushback.read();
                        if (next >= 0) {
                            pushback.unread(next);
                            return pushback.available();
                        }
                    } catch (IOException e) {
                        // closed, as at the end of the stream
                    }
                    onEnd.run();
                    return 0;
                }
            };
        }

        @Override
        public OutputStream getOutputStream() throws IOException {
            return socket.getOutputStream();
        }

        @Override
        public InetAddress getInetAddress() {
            return socket.getInetAddress();
        }

        @Override
        public InetAddress getLocalAddress() {
            return socket.getLocalAddress();
        }
    }
}
