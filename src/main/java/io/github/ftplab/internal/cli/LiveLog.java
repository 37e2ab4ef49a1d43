package io.github.ftplab.internal.cli;

import io.github.ftplab.FtpServer;
import io.github.ftplab.ServerLog;
import io.github.ftplab.internal.protocol.DaemonThreads;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Writes a server's log while the server runs. Each call writes what has come since the last one, in the log's own
 * order, whichever thread calls: so nothing is written twice, and the lines of the very end can be fetched by the
 * thread that waits for it.
 */
final class LiveLog {

    private static final Duration MOMENT = Duration.ofMillis(20);

    /** The common pool starts a thread for each task where there are two processors or fewer. */
    private static final ScheduledThreadPoolExecutor CLOCK = DaemonThreads.timer("ftplab-log");

    private final List<PrintStream> outputs;
    private final AtomicBoolean due = new AtomicBoolean();
    private ServerLog.@Nullable Entry last;

    LiveLog(List<PrintStream> outputs) {
        this.outputs = outputs;
    }

    /** Writes in a moment, and what comes until then too: where there are thousands of lines, not one by one. */
    @SuppressWarnings("FutureReturnValueIgnored") // who needs the last lines fetches them
    void catchUpSoon(@Nullable FtpServer server) {
        if (server != null && due.compareAndSet(false, true)) {
            CLOCK.schedule(
                    () -> {
                        due.set(false);
                        catchUp(server);
                    },
                    MOMENT.toMillis(),
                    TimeUnit.MILLISECONDS);
        }
    }

    @SuppressWarnings("ReferenceEquality") // two entries may be equal: the same thing, twice in a moment
    synchronized void catchUp(FtpServer server) {
        var entries = server.log().entries();
        int next = entries.size();
        while (next > 0 && entries.get(next - 1) != last) {
            next--;
        }
        for (var entry : entries.subList(next, entries.size())) {
            var line = entry.toString();
            outputs.forEach(output -> output.println(line));
            last = entry;
        }
    }
}
