package io.github.ftplab.internal.cli;

import io.github.ftplab.FtpServer;
import io.github.ftplab.ServerEvent;
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
 * Writes a running server's log to streams. Each call, from any thread, writes the entries since the previous call in
 * order, so no entry is written twice, and the thread that waits for the server's end can write the last entries.
 */
final class LiveLog {

    private static final Duration BATCH = Duration.ofMillis(20);

    /** The common pool starts a thread for each task where there are two processors or fewer. */
    private static final ScheduledThreadPoolExecutor CLOCK = DaemonThreads.timer("ftplab-log");

    private final List<PrintStream> outputs;
    private final AtomicBoolean due = new AtomicBoolean();
    private ServerLog.@Nullable Entry last;

    LiveLog(List<PrintStream> outputs) {
        this.outputs = outputs;
    }

    /** Schedules a write shortly afterwards, so that many entries are written together. */
    @SuppressWarnings("FutureReturnValueIgnored") // serve writes the last entries itself
    void catchUpSoon(@Nullable FtpServer server) {
        if (server != null && due.compareAndSet(false, true)) {
            CLOCK.schedule(
                    () -> {
                        due.set(false);
                        catchUp(server);
                    },
                    BATCH.toMillis(),
                    TimeUnit.MILLISECONDS);
        }
    }

    /** Writes a command or a reply, a line for each of its lines, behind the entries so far. */
    synchronized void write(@Nullable FtpServer server, ServerEvent.OfMessage message) {
        if (server != null) {
            catchUp(server);
        }
        var direction = message instanceof ServerEvent.Command ? " <- " : " -> ";
        for (var text : message.text().split("\n", -1)) {
            var entry = ServerLog.Entry.of(message.time(), ServerLog.Level.INFO, message.client() + direction + text);
            var line = "[D" + entry.toString().substring("[I".length());
            outputs.forEach(output -> output.println(line));
        }
    }

    @SuppressWarnings("ReferenceEquality") // two different entries can be equal
    synchronized void catchUp(FtpServer server) {
        var entries = server.log().entries();
        int next = entries.size();
        while (next > 0 && entries.get(next - 1) != last) {
            next--;
        }
        if (next == 0 && last != null) {
            outputs.forEach(
                    output -> output.println("… lines are missing: they came faster than they could be written"));
        }
        for (var entry : entries.subList(next, entries.size())) {
            var line = entry.toString();
            outputs.forEach(output -> output.println(line));
            last = entry;
        }
    }
}
