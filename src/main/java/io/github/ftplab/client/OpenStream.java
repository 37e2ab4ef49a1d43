package io.github.ftplab.client;

import java.io.IOException;

/** A transfer that somebody outside reads or writes, until it is closed. */
final class OpenStream {

    private final Session session;
    private final Attempt attempt;
    private final DataExchange exchange;
    private final Meter meter;
    private boolean closed;

    OpenStream(Session session, Attempt attempt, DataExchange exchange, Meter meter) {
        this.session = session;
        this.attempt = attempt;
        this.exchange = exchange;
        this.meter = meter;
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
                meter.failed(e);
                throw exchange.abandon(e);
            });
            throw new IllegalStateException("unreachable", e);
        }
    }

    /** All was moved. */
    void finish() {
        if (!closed) {
            closed = true;
            session.endStream(attempt, on -> meter.over(exchange::finish));
        }
    }

    /** The rest is not wanted. */
    void breakOff() {
        if (!closed) {
            closed = true;
            session.endStream(attempt, on -> {
                var end = exchange.abandon(new IOException("the rest is not wanted"));
                meter.failed(end);
                return end;
            });
        }
    }
}
