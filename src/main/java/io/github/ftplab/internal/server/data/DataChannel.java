package io.github.ftplab.internal.server.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;

/**
 * An open data connection, with TLS, compression or a rate limit as agreed. Reads and writes block; {@link
 * DataConnectionFactory#close} and {@code abort} end them from any thread.
 */
public interface DataChannel {

    /** {@return the number of bytes read; -1 at the end of the data, which TLS and MODE Z mark explicitly} */
    int read(ByteBuffer into) throws IOException;

    /** {@return the number of bytes written: at least 1, unless {@code from} is empty} */
    int write(ByteBuffer from) throws IOException;

    /**
     * Sends a part of a file, from {@code position} on.
     *
     * @return the number of bytes sent, at most {@code count}; 0 at the end of the file
     */
    long send(FileChannel file, long position, long count) throws IOException;

    /** Sends the end mark of TLS and MODE Z; to be called before an orderly close. */
    void finish() throws IOException;

    /**
     * Frees memory after the transfer, however it ended. Called by the thread that reads or writes; the connection must
     * not be used afterwards. Idempotent.
     */
    default void release() {}

    /** {@return a channel without TLS or compression} The kernel sends files without a copy in this process. */
    static DataChannel plain(SocketChannel channel) {
        return new DataChannel() {
            @Override
            public int read(ByteBuffer into) throws IOException {
                return channel.read(into);
            }

            @Override
            public int write(ByteBuffer from) throws IOException {
                return channel.write(from);
            }

            @Override
            public long send(FileChannel file, long position, long count) throws IOException {
                return file.transferTo(position, count, channel);
            }

            @Override
            public void finish() {
                // Closing the connection marks the end.
            }
        };
    }
}
