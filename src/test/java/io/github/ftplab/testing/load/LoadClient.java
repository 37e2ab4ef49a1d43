package io.github.ftplab.testing.load;

import io.github.ftplab.testing.Peer;
import java.io.IOException;

/** One client of a load. Its methods fail with an {@link IOException} where no server should make them fail. */
interface LoadClient extends AutoCloseable {

    /** A kind of client. */
    enum Kind {
        FTPLAB,
        FTPLIB,
        CURL;

        LoadClient connect(Peer server) throws IOException {
            return switch (this) {
                case FTPLAB -> new FtpLabLoad(server);
                case FTPLIB -> new FtplibLoad(server);
                case CURL -> new CurlLoad(server);
            };
        }
    }

    /** Stores a file. {@return whether the server acknowledged it; if not, it refused} */
    boolean store(String name, byte[] content) throws IOException;

    byte[] retrieve(String name) throws IOException;

    /**
     * Sends half of a file and then breaks off, so that the server can't have all of it.
     *
     * @param kill whether to end the client or its connection without a word, instead of aborting the transfer. It
     *     connects again afterwards
     */
    void breakOff(String name, byte[] content, boolean kill) throws IOException;

    @Override
    void close();
}
