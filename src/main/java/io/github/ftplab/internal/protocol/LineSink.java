package io.github.ftplab.internal.protocol;

import java.io.IOException;

/** Takes the lines of a listing, one by one. */
@FunctionalInterface
public interface LineSink {

    /** Takes a line, without its end. */
    void write(String line) throws IOException;

    /** Has lines. */
    @FunctionalInterface
    interface Source {
        void writeTo(LineSink lines) throws IOException;
    }
}
