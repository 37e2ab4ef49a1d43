package io.github.ftplab.internal.client.transfer;

import io.github.ftplab.Transfer;
import io.github.ftplab.internal.client.control.FtpCommand;
import io.github.ftplab.internal.client.failure.Operation;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/**
 * Streams from and to files on the server. A stream occupies its session until it is closed. FTP errors are thrown as
 * {@code FtpException}, not as {@link IOException}.
 */
public final class RemoteStreams {

    private final TransferRunner session;

    /**
     * Opens streams over a session.
     *
     * @param session the session
     */
    public RemoteStreams(TransferRunner session) {
        this.session = session;
    }

    /**
     * Opens a file for reading.
     *
     * @param name its path on the server
     * @return a stream of its contents; closing it early breaks off the transfer
     */
    public InputStream read(String name) {
        return new In(
                session.open(Operation.on("read", name), FtpCommand.onPath("RETR", name), Transfer.Direction.DOWNLOAD));
    }

    /**
     * Opens a file for writing.
     *
     * @param name its path on the server
     * @return a stream to write to; closing it completes the file
     */
    public OutputStream write(String name) {
        return new Out(
                session.open(Operation.on("write", name), FtpCommand.onPath("STOR", name), Transfer.Direction.UPLOAD));
    }

    private static final class In extends InputStream {

        private final OpenStream stream;
        private boolean ended;

        In(OpenStream stream) {
            this.stream = stream;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            stream.requireOpen();
            if (ended || length == 0) {
                return ended ? -1 : 0;
            }
            int count = stream.run(data -> data.read(ByteBuffer.wrap(target, offset, length)));
            ended = count < 0;
            return count;
        }

        @Override
        public void close() {
            if (ended) {
                stream.finish();
            } else {
                stream.breakOff();
            }
        }
    }

    private static final class Out extends OutputStream {

        private final OpenStream stream;

        Out(OpenStream stream) {
            this.stream = stream;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
            stream.requireOpen();
            stream.run(data -> data.write(ByteBuffer.wrap(source, offset, length)));
        }

        @Override
        public void close() {
            stream.finish();
        }
    }
}
