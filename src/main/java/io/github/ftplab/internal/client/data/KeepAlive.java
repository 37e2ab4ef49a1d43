package io.github.ftplab.internal.client.data;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Sends NOOP on the control connection during a transfer, for routers that drop idle connections. */
final class KeepAlive {

    /** Sends a NOOP without reading its reply. */
    interface Noop {

        void send() throws IOException;
    }

    private final Noop noop;
    private @Nullable Future<?> ticks;
    private boolean stopped;

    KeepAlive(Noop noop) {
        this.noop = noop;
    }

    /** Sends NOOP at an interval; never, if that is zero. */
    synchronized void start(Duration every) {
        if (!every.isZero()) {
            ticks = StallTimer.CLOCK.scheduleAtFixedRate(
                    this::tick, every.toNanos(), every.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private synchronized void tick() {
        if (!stopped) {
            try {
                noop.send();
            } catch (IOException e) {
                // reading the final reply reports the error
                stopped = true;
            }
        }
    }

    /** Stops. Idempotent. */
    synchronized void stop() {
        stopped = true;
        if (ticks != null) {
            ticks.cancel(false);
        }
    }
}
