package io.github.ftplab.junit;

import io.github.ftplab.FtpServer;
import io.github.ftplab.ServerLog;
import io.github.ftplab.Transcript;
import java.time.Instant;
import java.util.List;
import org.opentest4j.IncompleteExecutionException;

/**
 * What was said to a server during a test that failed. It is suppressed by the failure, because that is shown where the
 * failure is: by Maven, Gradle, IDEs and in reports, none of which shows all of JUnit's report entries. It has no stack
 * trace, which would say nothing.
 */
final class ServerReport extends Exception {

    private static final long serialVersionUID = 1L;
    private static final int MOST_ENTRIES = 200;
    private static final int MOST_WARNINGS = 20;

    private ServerReport(String message) {
        super(message, null, false, false);
    }

    /** Adds a report to a failure, of what happened since a time. A test that was aborted has not failed. */
    static void add(FtpServer server, Instant since, Throwable failure) {
        if (!(failure instanceof IncompleteExecutionException)) {
            failure.addSuppressed(new ServerReport(text(server, since)));
        }
    }

    private static String text(FtpServer server, Instant since) {
        var text = new StringBuilder("what clients and ").append(server).append(" said:\n");
        var said = transcript(server, since);
        text.append(said.entries().isEmpty() ? "(nothing: no client connected)" : said);
        warnings(server, since).forEach(entry -> text.append('\n').append(entry));
        server.faults().stream()
                .filter(fault -> fault.count() == 0)
                .forEach(fault -> text.append("\nnever happened: ").append(fault));
        return text.toString();
    }

    private static Transcript transcript(FtpServer server, Instant since) {
        var all = server.transcript();
        var own = all.entries().stream()
                .filter(entry -> !entry.time().isBefore(since))
                .toList();
        var began = all.began().isBefore(since) ? since : all.began();
        long omitted = all.omitted() + all.entries().size() - own.size();
        return Transcript.of(began, own, omitted).last(MOST_ENTRIES);
    }

    private static List<ServerLog.Entry> warnings(FtpServer server, Instant since) {
        var found = server.log()
                .atLeast(ServerLog.Level.WARNING)
                .filter(entry -> !entry.time().isBefore(since))
                .entries();
        return found.subList(Math.max(0, found.size() - MOST_WARNINGS), found.size());
    }
}
