package io.github.ftplab.internal.server;

import io.github.ftplab.ServerLog.Level;
import io.github.ftplab.internal.server.log.EventLog;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/** Runs the scheduled tasks of one server. Logs failed ones, and removes cancelled ones at once. */
final class TaskTimer extends ScheduledThreadPoolExecutor {

    private final EventLog log;

    TaskTimer(ThreadFactory threads, EventLog log) {
        super(1, threads);
        this.log = log;
        setRemoveOnCancelPolicy(true);
    }

    @Override
    protected void afterExecute(Runnable task, @Nullable Throwable thrown) {
        if (task instanceof Future<?> done && done.isDone() && !done.isCancelled()) {
            try {
                done.get();
            } catch (ExecutionException e) {
                log.add(Level.ERROR, "a scheduled task failed: " + e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
