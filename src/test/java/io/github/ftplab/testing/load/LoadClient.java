package io.github.ftplab.testing.load;

import java.io.IOException;

/** One client of a load. Its methods fail with an {@link IOException} where no server should make them fail. */
interface LoadClient extends AutoCloseable {

    /** A kind of client. */
    enum Kind {
        FTPLAB,
        FTPLIB,
        CURL;

        LoadClient connect(Station station) throws IOException {
            return switch (this) {
                case FTPLAB -> new FtpLabLoad(station);
                case FTPLIB -> new FtplibLoad(station);
                case CURL -> new CurlLoad(station);
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
     * @return how that looks to the server
     */
    BreakOff breakOff(String name, byte[] content, boolean kill) throws IOException;

    @Override
    void close();
}
