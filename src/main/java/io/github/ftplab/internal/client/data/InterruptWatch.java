package io.github.ftplab.internal.client.data;

import io.github.ftplab.internal.client.control.ReplyReader;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Ends a wait of a thread that is interrupted, where the wait itself does not notice it, as with a stream's. */
public final class InterruptWatch implements AutoCloseable {

    private final Future<?> looking;

    private InterruptWatch(Future<?> looking) {
        this.looking = looking;
    }

    /** Watches this thread; {@code end} runs soon after an interrupt, until this is closed. */
    public static InterruptWatch start(Runnable end) {
        var user = Thread.currentThread();
        long every = ReplyReader.SLICE.toMillis();
        return new InterruptWatch(StallTimer.CLOCK.scheduleAtFixedRate(
                () -> {
                    if (user.isInterrupted()) {
                        end.run();
                    }
                },
                every,
                every,
                TimeUnit.MILLISECONDS));
    }

    @Override
    public void close() {
        looking.cancel(false);
    }
}
