package io.github.ftplab.server;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Runs one connection's commands one after the other, on whichever thread is free. (MINA's own ordered pool starts no
 * second thread for a command that comes while it has just given away its idle one, so that one client would wait for
 * another's transfer.)
 */
final class Lane {

    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private boolean running;

    /** Runs a task after those that came before. */
    void execute(Runnable task, Executor threads) {
        if (isFirst(task)) {
            threads.execute(this::drain);
        }
    }

    /** Runs a task that waits for nothing: on this thread if none came before. */
    void executeHere(Runnable task) {
        if (isFirst(task)) {
            drain();
        }
    }

    private synchronized boolean isFirst(Runnable task) {
        waiting.addLast(task);
        boolean first = !running;
        running = true;
        return first;
    }

    private void drain() {
        for (var task = next(); task != null; task = next()) {
            task.run();
        }
    }

    private synchronized @Nullable Runnable next() {
        var task = waiting.pollFirst();
        running = task != null;
        return task;
    }
}
