package io.github.ftplab.internal.server.log;

import io.github.ftplab.ServerEvent;
import io.github.ftplab.ServerLog.Entry;
import io.github.ftplab.ServerLog.Level;
import io.github.ftplab.internal.server.settings.EventSubscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Passes events on to listeners, in a thread of their own: one that is slow or throws holds up no client. */
public final class EventDispatcher {

    /** How many may wait for a slow listener; what comes on top is lost, and the log says so. */
    private static final int WAITING = 10_000;

    /** How long lines of the log are gathered: to wake a thread for each would take longer than a small file. */
    private static final Duration MOMENT = Duration.ofMillis(10);

    private final List<EventSubscription<?>> subscriptions;
    private final List<Consumer<Entry>> followers;
    private final Queue<Entry> logged = new ArrayBlockingQueue<>(WAITING);
    private final AtomicBoolean gathering = new AtomicBoolean();
    private final AtomicBoolean due = new AtomicBoolean();
    private final ScheduledExecutorService timer;
    private final EventLog log;
    private final ThreadPoolExecutor thread;

    public EventDispatcher(
            List<EventSubscription<?>> subscriptions,
            List<Consumer<Entry>> followers,
            EventLog log,
            ThreadFactory threads,
            ScheduledExecutorService timer) {
        this.subscriptions = new ArrayList<>(subscriptions);
        this.followers = List.copyOf(followers);
        this.timer = timer;
        this.log = log;
        this.thread = new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), threads);
        thread.allowCoreThreadTimeOut(true);
    }

    void publish(ServerEvent event) {
        if (subscriptions.isEmpty()) {
            return;
        }
        if (!run(() -> tellAll(event))) {
            log.add(Level.WARNING, "a listener is too slow: it missed " + event);
        }
    }

    /** Tells those who follow the log of one more line, in a moment. */
    public @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for it, and close() does without
    void logged(Entry entry) {
        if (followers.isEmpty()) {
            return;
        }
        logged.offer(entry); // what is too much is lost
        if (gathering.compareAndSet(false, true)) {
            try {
                timer.schedule(this::tellSoon, MOMENT.toMillis(), TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                // The server has stopped; close() tells them.
            }
        }
    }

    private void tellSoon() {
        // Where there is no room behind a slow listener, its thread tells them after what it does now.
        due.set(true);
        run(this::tellFollowers);
    }

    private void tellAll(ServerEvent event) {
        subscriptions.forEach(subscription -> tell(subscription, event));
        if (due.get()) {
            tellFollowers();
        }
    }

    private void tellFollowers() {
        due.set(false);
        gathering.set(false);
        Entry entry;
        while ((entry = logged.poll()) != null) {
            for (var follower : followers) {
                tell(follower, entry);
            }
        }
    }

    /** Not noted in the log, which would call the same follower again. */
    private static void tell(Consumer<Entry> follower, Entry entry) {
        try {
            follower.accept(entry);
        } catch (Throwable e) {
            var thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
        }
    }

    /** Runs something in the listeners' thread. {@return whether there was room for it} */
    private boolean run(Runnable task) {
        try {
            thread.execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    private void tell(EventSubscription<?> subscription, ServerEvent event) {
        try {
            subscription.tell(event);
        } catch (Throwable e) {
            log.add(Level.ERROR, "a listener failed at " + event + ": " + e);
        }
    }

    /** Lets the listeners have what has happened, and no more. */
    public void close() {
        tellSoon();
        thread.shutdown();
    }
}
