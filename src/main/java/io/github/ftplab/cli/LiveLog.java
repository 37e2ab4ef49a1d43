package io.github.ftplab.cli;

import io.github.ftplab.FtpServer;
import io.github.ftplab.ServerLog;
import java.io.PrintStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes a server's log while the server runs. Each call writes what has come since the last one, in the log's own
 * order, whichever thread calls: so nothing is written twice, and the lines of the very end can be fetched by the thread
 * that waits for it.
 */
final class LiveLog {

    private final List<PrintStream> outputs;
    private ServerLog.@Nullable Entry last;

    LiveLog(List<PrintStream> outputs) {
        this.outputs = outputs;
    }

    @SuppressWarnings("ReferenceEquality") // two entries may be equal: the same thing, twice in a moment
    synchronized void catchUp(FtpServer server) {
        var entries = server.log().entries();
        int next = entries.size();
        while (next > 0 && entries.get(next - 1) != last) {
            next--;
        }
        for (var entry : entries.subList(next, entries.size())) {
            var line = printable(entry.toString());
            outputs.forEach(output -> output.println(line));
            last = entry;
        }
    }

    /** Clients choose what stands in a line; it must not be able to steer the terminal that shows it. */
    private static String printable(String line) {
        return line.replaceAll("\\p{Cntrl}", "?");
    }
}
