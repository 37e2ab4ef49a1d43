package io.github.ftplab.internal.protocol;

import java.io.IOException;

/** Consumes the lines of a listing, one by one. */
@FunctionalInterface
public interface LineSink {

    /** Writes a line, given without its line end. */
    void write(String line) throws IOException;

    /** Produces lines. */
    @FunctionalInterface
    interface Source {
        void writeTo(LineSink lines) throws IOException;
    }
}
