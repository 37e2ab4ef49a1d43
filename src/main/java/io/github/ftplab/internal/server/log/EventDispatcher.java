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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Passes events to listeners in a thread of its own, so that a listener that is slow or throws does not affect clients.
 */
public final class EventDispatcher {

    /** How many events may wait for a slow listener; further ones are dropped, which is logged. */
    private static final int CAPACITY = 10_000;

    /** How many characters of them may wait: clients determine how long paths are. */
    private static final int MAX_CHARS = RecentEntries.MAX_CHARS;

    /**
     * How long log entries are batched, as waking a thread for each would take longer than transferring a small file.
     */
    private static final Duration BATCH_TIME = Duration.ofMillis(10);

    private final List<EventSubscription<?>> subscriptions;
    private final List<Consumer<Entry>> followers;
    private final Queue<Entry> logged = new ArrayBlockingQueue<>(CAPACITY);
    private final AtomicInteger eventChars = new AtomicInteger();
    private final AtomicInteger loggedChars = new AtomicInteger();
    private final AtomicBoolean batching = new AtomicBoolean();
    private final AtomicBoolean due = new AtomicBoolean();
    private final ScheduledExecutorService timer;
    private final EventLog log;
    private final EventHistory history = new EventHistory();
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
        this.thread = new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new ArrayBlockingQueue<>(CAPACITY), threads);
        thread.allowCoreThreadTimeOut(true);
    }

    /** {@return whether there is a listener for a kind of events} */
    boolean isHeard(Class<? extends ServerEvent> kind) {
        for (var subscription : subscriptions) {
            if (subscription.kind().isAssignableFrom(kind)) {
                return true;
            }
        }
        return false;
    }

    void publish(ServerEvent event) {
        if (subscriptions.isEmpty()) {
            history.add(event);
            return;
        }
        int chars = EventHistory.length(event);
        boolean fits = eventChars.addAndGet(chars) <= MAX_CHARS;
        Runnable task = () -> {
            eventChars.addAndGet(-chars);
            tellAll(event);
        };
        if (!fits || !run(task)) {
            eventChars.addAndGet(-chars);
            log.add(Level.WARNING, "a listener is too slow: it missed " + event);
            history.add(event);
        }
    }

    /** {@return the events so far; each is added when the listeners have been called} */
    public EventHistory history() {
        return history;
    }

    /** Passes a log entry to the followers of the log, batched. */
    public @SuppressWarnings("FutureReturnValueIgnored") // never awaited; close() delivers what is left
    void logged(Entry entry) {
        if (followers.isEmpty()) {
            return;
        }
        int chars = entry.text().length();
        // Dropped if the queue is full.
        if (loggedChars.addAndGet(chars) > MAX_CHARS || !logged.offer(entry)) {
            loggedChars.addAndGet(-chars);
        }
        if (batching.compareAndSet(false, true)) {
            try {
                timer.schedule(this::deliverBatch, BATCH_TIME.toMillis(), TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                // The server has stopped; close() delivers the entries.
            }
        }
    }

    private void deliverBatch() {
        // If the queue is full because of a slow listener, the thread delivers the batch after its current event.
        due.set(true);
        run(this::tellFollowers);
    }

    private void tellAll(ServerEvent event) {
        subscriptions.forEach(subscription -> tell(subscription, event));
        history.add(event);
        if (due.get()) {
            tellFollowers();
        }
    }

    private void tellFollowers() {
        due.set(false);
        batching.set(false);
        Entry entry;
        while ((entry = logged.poll()) != null) {
            loggedChars.addAndGet(-entry.text().length());
            for (var follower : followers) {
                tell(follower, entry);
            }
        }
    }

    /** A failure is not logged, as the log would call the same follower again. */
    private static void tell(Consumer<Entry> follower, Entry entry) {
        try {
            follower.accept(entry);
        } catch (Throwable e) {
            var thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
        }
    }

    /** Runs a task in the listeners' thread. {@return false if the queue is full} */
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
            log.add(Level.ERROR, "a listener failed on " + event + ": " + e);
        }
    }

    /** Delivers what has happened so far, and accepts no more. */
    public void close() {
        if (!followers.isEmpty()) {
            deliverBatch();
        }
        thread.shutdown();
    }
}
