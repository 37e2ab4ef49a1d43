package io.github.ftplab.internal.client.transfer;

import io.github.ftplab.FtpException;
import io.github.ftplab.Transfer;
import io.github.ftplab.internal.client.control.FtpCommand;
import io.github.ftplab.internal.client.data.DataExchange;
import io.github.ftplab.internal.client.failure.Operation;
import io.github.ftplab.internal.protocol.Text;
import io.github.ftplab.internal.repl.ShownValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/**
 * Streams from and to files on the server. A stream occupies its session until it is closed. Opening one fails as every
 * call does; what fails afterwards is an {@link IOException}, as users of a stream expect, with the
 * {@link FtpException} as its cause and the same message.
 */
public final class RemoteStreams {

    /** The largest array that every Java runtime can have. */
    private static final int LONGEST = Integer.MAX_VALUE - 8;

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
     * @param offset how many bytes at its beginning are left out
     * @return a stream of its contents; closing it early breaks off the transfer
     */
    public InputStream read(String name, long offset) {
        if (offset < 0) {
            throw new IllegalArgumentException("a file can't be read from byte " + offset + " on; the first byte is 0");
        }
        var operation = Operation.on("read", name);
        return new In(session.open(operation, FtpCommand.onPath("RETR", name), offset, Transfer.Direction.DOWNLOAD));
    }

    /**
     * Reads a file in one call, so that others wait for their turn.
     *
     * @param name its path on the server
     * @return all of it
     */
    public byte[] readAll(String name) {
        var retrieve = FtpCommand.onPath("RETR", name);
        return session.perform(Operation.on("read", name), control -> {
            var meter = session.meter(Transfer.Direction.DOWNLOAD, name);
            return meter.over(() -> DataExchange.run(control, retrieve, 0, meter, data -> {
                meter.begin(0);
                return data.receiveAll(LONGEST);
            }));
        });
    }

    /**
     * Opens a file for writing.
     *
     * @param name its path on the server
     * @return a stream to write to; closing it completes the file
     */
    public OutputStream write(String name) {
        var operation = Operation.on("write", name);
        return new Out(session.open(operation, FtpCommand.onPath("STOR", name), 0, Transfer.Direction.UPLOAD));
    }

    /** Something that a stream does, and how many bytes that moved. */
    private interface Step {

        int take() throws IOException;
    }

    private static int step(Step step) throws IOException {
        try {
            return step.take();
        } catch (FtpException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** {@return what an open stream is, as the value of a cell, and how to go on} */
    private static String inWords(OpenStream stream, String instead) {
        return "an open stream to %s: use it in a variable, and close() it; without a stream, %s do the same"
                .formatted(Text.visible(stream.what()), instead);
    }

    private static final class In extends InputStream implements ShownValue {

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
            int count = step(() -> stream.run(data -> data.read(ByteBuffer.wrap(target, offset, length))));
            ended = count < 0;
            return count;
        }

        @Override
        public void close() throws IOException {
            step(() -> {
                if (ended) {
                    stream.finish();
                } else {
                    stream.breakOff();
                }
                return 0;
            });
        }

        @Override
        public void shown() {
            stream.shown();
        }

        @Override
        public String toString() {
            return inWords(stream, "readText(…), readBytes(…) or download(…)");
        }
    }

    private static final class Out extends OutputStream implements ShownValue {

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
            step(() -> stream.run(data -> data.write(ByteBuffer.wrap(source, offset, length))));
        }

        @Override
        public void close() throws IOException {
            step(() -> {
                stream.finish();
                return 0;
            });
        }

        @Override
        public void shown() {
            stream.shown();
        }

        @Override
        public String toString() {
            return inWords(stream, "writeText(…), writeBytes(…) or upload(…)");
        }
    }
}
