package io.github.ftplab.internal.client.data;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Sends NOOP on the control connection during a transfer, for routers that drop idle connections. */
final class KeepAlive implements AutoCloseable {

    /** Sends a NOOP without reading its reply. */
    interface Noop {

        void send() throws IOException;
    }

    private final Noop noop;
    private final @Nullable Future<?> ticks;
    private boolean stopped;
    private int sent;

    private KeepAlive(Duration every, Noop noop) {
        this.noop = noop;
        this.ticks = every.isZero()
                ? null
                : StallTimer.CLOCK.scheduleAtFixedRate(
                        this::tick, every.toNanos(), every.toNanos(), TimeUnit.NANOSECONDS);
    }

    static KeepAlive start(Duration every, Noop noop) {
        return new KeepAlive(every, noop);
    }

    private synchronized void tick() {
        if (!stopped) {
            try {
                noop.send();
                sent++;
            } catch (IOException e) {
                // reading the final reply reports the error
                stopped = true;
            }
        }
    }

    /** Stops; {@return the number of outstanding replies} */
    synchronized int stop() {
        close();
        return sent;
    }

    @Override
    public synchronized void close() {
        stopped = true;
        if (ticks != null) {
            ticks.cancel(false);
        }
    }
}
