package io.github.ftplab.client;

import java.io.IOException;

/** A transfer that somebody outside reads or writes, until it is closed. */
final class OpenStream {

    private final Session session;
    private final Attempt attempt;
    private final DataExchange exchange;
    private boolean closed;

    OpenStream(Session session, Attempt attempt, DataExchange exchange) {
        this.session = session;
        this.attempt = attempt;
        this.exchange = exchange;
    }

    void requireOpen() throws IOException {
        if (closed) {
            throw new IOException("the stream is closed");
        }
    }

    /** Does something with the data connection; if that fails, the transfer is over. */
    <T> T run(Wire.Move<T> move) {
        try {
            return move.with(exchange.connection());
        } catch (IOException e) {
            closed = true;
            session.endStream(attempt, on -> {
                throw exchange.abandon(e);
            });
            throw new IllegalStateException("unreachable", e);
        }
    }

    /** All was moved. */
    void finish() {
        if (!closed) {
            closed = true;
            session.endStream(attempt, on -> exchange.finish());
        }
    }

    /** The rest is not wanted. */
    void breakOff() {
        if (!closed) {
            closed = true;
            session.endStream(attempt, on -> exchange.abandon(new IOException("the rest is not wanted")));
        }
    }
}
