package io.github.ftplab.internal.client.transfer;

import io.github.ftplab.internal.client.data.DataExchange;
import io.github.ftplab.internal.client.failure.Operation;
import java.io.IOException;

/** A transfer that somebody outside reads or writes, until it is closed. */
public final class OpenStream {

    private final TransferRunner session;
    private final Operation operation;
    private final DataExchange exchange;
    private final TransferMeter meter;
    private boolean closed;

    public OpenStream(TransferRunner session, Operation operation, DataExchange exchange, TransferMeter meter) {
        this.session = session;
        this.operation = operation;
        this.exchange = exchange;
        this.meter = meter;
    }

    void requireOpen() throws IOException {
        if (closed) {
            throw new IOException("the stream is closed");
        }
    }

    /** Does something with the data connection; if that fails, the transfer is over. */
    <T> T run(DataExchange.Move<T> move) {
        try {
            return move.with(exchange.connection());
        } catch (IOException e) {
            closed = true;
            session.endStream(operation, on -> {
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
            session.endStream(operation, on -> meter.over(exchange::finish));
        }
    }

    /** The rest is not wanted. */
    void breakOff() {
        if (!closed) {
            closed = true;
            session.endStream(operation, on -> {
                var end = exchange.abandon(new IOException("the rest is not wanted"));
                meter.failed(end);
                return end;
            });
        }
    }
}
