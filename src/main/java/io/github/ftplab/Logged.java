package io.github.ftplab;

import io.github.ftplab.server.EventLog;
import java.time.Duration;
import java.util.ArrayList;

/** The part of {@link FtpServer} that tells what happened. */
abstract sealed class Logged permits FtpServer {

    /** How soon it is noticed that the server was stopped, if nothing else happens. */
    private static final long STEP = Duration.ofMillis(500).toNanos();

    final EventLog events;

    Logged(EventLog events) {
        this.events = events;
    }

    /** {@return whether it has not been stopped} */
    public abstract boolean isRunning();

    /**
     * Tells what happened so far: the last 10,000 events. Nothing is printed while the server runs, as a background
     * thread's output would land in whichever cell runs at the time.
     *
     * @return a snapshot, printed line by line by its {@code toString}
     */
    public ServerLog log() {
        return new ServerLog(events.entries());
    }

    /**
     * Shows what happens, as it happens: prints each event to the standard output, which in a notebook is that of the
     * cell that runs. Interrupting the cell ends it early.
     *
     * <pre>{@code
     * server.tail(Duration.ofSeconds(30));
     * server.awaitClose();    // or wait until it is stopped, as a script does last
     * }</pre>
     *
     * @param duration for how long; it ends earlier when the server is stopped
     * @return what was shown; {@link #log()} has it too
     * @throws InterruptedException if this thread is interrupted meanwhile; the server goes on
     */
    public ServerLog tail(Duration duration) throws InterruptedException {
        var shown = new ArrayList<ServerLog.Entry>();
        long known = events.count();
        long end = System.nanoTime() + duration.toNanos();
        boolean last;
        do {
            last = !isRunning();
            long left = last ? 0 : Math.max(0, end - System.nanoTime());
            var fresh = events.await(known, Duration.ofNanos(Math.min(left, STEP)));
            known += fresh.size();
            fresh.forEach(System.out::println);
            shown.addAll(fresh);
        } while (!last && end - System.nanoTime() > 0);
        return new ServerLog(shown);
    }
}
