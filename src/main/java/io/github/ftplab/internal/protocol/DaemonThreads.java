package io.github.ftplab.internal.protocol;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads that do not keep the JVM alive. */
public final class DaemonThreads {

    private DaemonThreads() {}

    /** {@return a thread that has not been started} */
    public static Thread of(String name, Runnable task) {
        var thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** {@return a factory of threads with this name and a number, from 1} */
    public static ThreadFactory named(String name) {
        var count = new AtomicInteger();
        return task -> of(name + "-" + count.incrementAndGet(), task);
    }

    /** {@return a timer with one thread, which ends when no task is scheduled} Cancelled tasks are removed at once. */
    public static ScheduledThreadPoolExecutor timer(String name) {
        var timer = new ScheduledThreadPoolExecutor(1, task -> of(name, task));
        timer.setRemoveOnCancelPolicy(true);
        timer.setKeepAliveTime(1, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
        return timer;
    }
}
