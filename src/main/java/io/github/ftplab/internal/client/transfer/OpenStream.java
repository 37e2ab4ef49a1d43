package io.github.ftplab.internal.client.transfer;

import io.github.ftplab.internal.client.data.DataExchange;
import io.github.ftplab.internal.client.failure.Operation;
import java.io.IOException;

/** A transfer that the caller reads or writes as a stream, until it closes the stream. */
public final class OpenStream {

    private final TransferRunner session;
    private final Operation operation;
    private final DataExchange exchange;
    private final TransferMeter meter;
    private boolean closed;
    private volatile boolean shown;

    private OpenStream(TransferRunner session, Operation operation, DataExchange exchange, TransferMeter meter) {
        this.session = session;
        this.operation = operation;
        this.exchange = exchange;
        this.meter = meter;
    }

    /** Begins a transfer whose command was accepted; an exception of a progress listener ends it. */
    public static OpenStream begin(
            TransferRunner session, Operation operation, DataExchange exchange, TransferMeter meter, long offset)
            throws IOException {
        try {
            meter.begin(offset);
            return new OpenStream(session, operation, exchange, meter);
        } catch (RuntimeException | Error e) {
            exchange.abandon(new IOException(e));
            meter.failed(e);
            throw e;
        }
    }

    void requireOpen() throws IOException {
        if (closed) {
            throw new IOException("the stream is closed");
        }
    }

    /** A notebook has shown the stream as a cell's value, which probably nobody holds. */
    void shown() {
        shown = true;
    }

    /** Breaks off a stream that was shown; {@return whether the session is free now} */
    public boolean givesWay() {
        if (shown) {
            breakOff();
        }
        return shown;
    }

    /** {@return what the stream is for, as in "write a.txt"} */
    public String what() {
        return operation.what();
    }

    /** Uses the data connection; a failure ends the transfer, and so does an exception of a progress listener. */
    <T> T run(DataExchange.Move<T> move) {
        try {
            return move.with(exchange.connection());
        } catch (IOException e) {
            closed = true;
            session.endStream(this, operation, on -> {
                throw abandon(e);
            });
            throw new IllegalStateException("unreachable", e);
        } catch (RuntimeException | Error e) {
            closed = true;
            session.endStream(this, operation, on -> abandon(new IOException(e)));
            throw e;
        }
    }

    /** Ends a complete transfer. */
    void finish() {
        if (!closed) {
            closed = true;
            session.endStream(
                    this,
                    operation,
                    on -> meter.over(() -> {
                        if (!exchange.isOver(on)) {
                            throw exchange.abandon(new IOException("its connection was closed"));
                        }
                        return exchange.finish();
                    }));
        }
    }

    /** Breaks off the transfer, as the rest is not needed. */
    void breakOff() {
        if (!closed) {
            closed = true;
            session.endStream(this, operation, on -> abandon(new IOException("the rest is not needed")));
        }
    }

    private IOException abandon(IOException reason) {
        var end = exchange.abandon(reason);
        meter.failed(end);
        return end;
    }
}
