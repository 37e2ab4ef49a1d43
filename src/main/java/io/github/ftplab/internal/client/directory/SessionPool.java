package io.github.ftplab.internal.client.directory;

import io.github.ftplab.FtpException;
import io.github.ftplab.internal.client.failure.Operation;
import io.github.ftplab.internal.client.listing.RemoteDirectory;
import io.github.ftplab.internal.client.settings.DirectoryRules;
import io.github.ftplab.internal.protocol.DaemonThreads;
import io.github.ftplab.internal.protocol.Text;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sessions that share the tasks of a directory transfer: the caller's session, on the caller's thread, and more
 * sessions, opened when there are more tasks than idle sessions. A task may add tasks. An {@code FtpException} of a
 * task is reported and the others continue; any other exception ends the transfer.
 */
public final class SessionPool {

    private final PooledSession first;
    private final DirectoryRules rules;
    private final DirectoryReport report;
    private final Operation operation;
    private final Deque<Task> tasks = new ArrayDeque<>();
    private final List<Helper> helpers = new ArrayList<>();
    private int working;
    private int sessions;
    private int mostSessions;
    private boolean stopped;
    private boolean aborted;
    private @Nullable Throwable fatal;

    public SessionPool(PooledSession first, DirectoryRules rules, DirectoryReport report, Operation operation) {
        this.first = first;
        this.rules = rules;
        this.report = report;
        this.operation = operation;
    }

    /** Reports a name that is not followed. */
    void reportStrays(String directory, RemoteDirectory found) {
        found.strays()
                .forEach(line -> failed(
                        directory,
                        new FtpException.Protocol(
                                "cannot move all of " + directory + ": the server lists \"" + line
                                        + "\", which is not a plain name and could lead elsewhere; it was skipped",
                                null)));
    }

    /** Reports that the listing of a directory is incomplete. */
    void reportGaps(String directory, RemoteDirectory found, boolean deleting) {
        if (!found.gaps().isEmpty()) {
            var todo = deleting
                    ? "nothing in it or below was deleted, as what is missing in a listing need not be missing in the directory;"
                            + " see dir(\"" + directory + "\") and delete by name what is to go"
                    : "what could not be read was not moved; see dir(\"" + directory + "\")";
            failed(
                    directory,
                    new FtpException.Protocol(
                            "cannot read all of the listing of " + directory + ": " + String.join("; ", found.gaps())
                                    + "; " + todo,
                            null));
        }
    }

    /** A task, run on any session. */
    record Task(String path, Work work) {}

    /** The work of a task. */
    public interface Work {

        void on(PooledSession session) throws IOException;
    }

    public synchronized void add(String path, Work work) {
        tasks.add(new Task(path, work));
        if (tasks.size() > 1 && helpers.size() < rules.sessions() - 1 && !stopped) {
            var helper = new Helper();
            helpers.add(helper);
            helper.start();
        }
        notifyAll();
    }

    /** Runs all tasks, and those that they add; returns when the additional sessions are closed. */
    public void run() {
        first.onAbort(() -> stop(true));
        try {
            work(first);
        } finally {
            first.onAbort(null);
            stop(false);
            dismiss();
        }
        rethrow();
        var left = tasks.poll();
        if (left != null && !(rules.manner().stopAtFailure() && report.hasFailures())) {
            report.failed(
                    left.path(),
                    new FtpException.Connection(
                            "cannot " + operation.what() + ": the session was lost before this was begun, and "
                                    + tasks.size() + " others",
                            null));
        }
    }

    /** Prepares for more tasks after {@link #run}. */
    synchronized void again() {
        helpers.clear();
        sessions = 0;
        stopped = stopped && (report.hasFailures() && rules.manner().stopAtFailure());
    }

    private void rethrow() {
        if (aborted) {
            throw new FtpException.Connection(
                    "cannot " + operation.what() + ": it was ended by " + (first.isOver() ? "close()" : "abort()")
                            + "; what was moved before is in its place",
                    null);
        }
        if (Thread.currentThread().isInterrupted()) {
            throw new FtpException.Connection(
                    "cannot " + operation.what() + ": it was interrupted; what was moved before is in its place", null);
        }
        if (fatal instanceof RuntimeException e) {
            throw e;
        }
        if (fatal instanceof Error e) {
            throw e;
        }
    }

    private synchronized void stop(boolean byAbort) {
        stopped = true;
        aborted |= byAbort;
        notifyAll();
        if (byAbort) {
            helpers.forEach(Helper::end);
        }
    }

    private void work(PooledSession session) {
        boolean counted = false;
        try {
            Task task;
            while ((task = next()) != null) {
                if (!counted) {
                    counted = true;
                    count();
                }
                try {
                    perform(task, session);
                } finally {
                    done();
                }
                if (Thread.currentThread().isInterrupted() || session.isOver()) {
                    break;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized @Nullable Task next() throws InterruptedException {
        while (tasks.isEmpty() && working > 0 && !stopped) {
            wait();
        }
        if (tasks.isEmpty() || stopped) {
            return null;
        }
        working++;
        return tasks.poll();
    }

    private synchronized void count() {
        sessions++;
        mostSessions = Math.max(mostSessions, sessions);
    }

    private synchronized void done() {
        working--;
        notifyAll();
    }

    private void perform(Task task, PooledSession session) {
        try {
            task.work().on(session);
        } catch (FtpException e) {
            failed(task.path(), e);
        } catch (IOException e) {
            failed(task.path(), local(task.path(), e));
        } catch (UncheckedIOException e) {
            failed(task.path(), local(task.path(), e));
        } catch (IllegalStateException e) {
            fatal(e);
        } catch (IllegalArgumentException e) {
            failed(task.path(), new FtpException.Protocol("cannot move " + task.path() + ": " + Text.reason(e), e));
        } catch (RuntimeException | Error e) {
            fatal(e);
        }
    }

    private static FtpException local(String path, Exception e) {
        return new FtpException.LocalFile("cannot move " + path + ": " + Text.reason(e), e);
    }

    public void failed(String path, FtpException e) {
        report.failed(path, e);
        if (rules.manner().stopAtFailure()) {
            stop(false);
        }
    }

    private synchronized void fatal(Throwable e) {
        fatal = fatal == null ? e : fatal;
        stop(false);
    }

    /** Waits for the threads with a session; a thread that is still connecting ends by itself. */
    private void dismiss() {
        boolean interrupted = Thread.currentThread().isInterrupted();
        List<Helper> all;
        synchronized (this) {
            all = List.copyOf(helpers);
        }
        if (interrupted) {
            all.forEach(Helper::end);
        }
        try {
            for (var helper : all) {
                helper.awaitEnd();
            }
        } catch (InterruptedException e) {
            all.forEach(Helper::end);
            Thread.currentThread().interrupt();
        }
    }

    public synchronized int sessions() {
        return mostSessions;
    }

    /** An additional session and its thread. */
    private final class Helper {

        private final Thread thread = DaemonThreads.of("ftplab-client-directory", this::run);
        private volatile @Nullable PooledSession session;
        private volatile boolean ended;

        void start() {
            thread.start();
        }

        private void run() {
            try {
                var own = first.another();
                session = own;
                try {
                    if (!ended) {
                        work(own);
                    }
                } finally {
                    own.close();
                }
            } catch (FtpException | IllegalStateException e) {
                // The server accepts no more sessions: the existing ones do the work.
                ended = true;
            }
        }

        void end() {
            ended = true;
            var own = session;
            if (own != null) {
                own.close();
            }
        }

        void awaitEnd() throws InterruptedException {
            if (session == null) {
                ended = true;
            } else {
                thread.join();
            }
        }
    }
}
