package io.github.ftplab.internal.server.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;

/**
 * The bytes of an open data connection, whatever is between them and the network. It waits while nothing can be read or
 * written. {@link DataConnectionFactory} ends it, from any thread.
 */
public interface DataChannel {

    /** {@return how many bytes were read; -1 when the client has sent all, and said so where it can} */
    int read(ByteBuffer into) throws IOException;

    /** {@return how many of the bytes were taken: at least one, if there is one} */
    int write(ByteBuffer from) throws IOException;

    /**
     * Sends a part of a file, from {@code position} on.
     *
     * @return how many bytes were sent, at most {@code count}; 0 at the file's end
     */
    long send(FileChannel file, long position, long count) throws IOException;

    /** Sends what comes after the last byte; to be called before the connection is closed in good order. */
    void finish() throws IOException;

    /** The connection's own bytes; the kernel sends files without a copy in this process. */
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
                // closing tells the client that it has all
            }
        };
    }
}
