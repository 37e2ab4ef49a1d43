package io.github.ftplab.server;

import io.github.ftplab.ServerEvent;
import io.github.ftplab.ServerLog.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Passes events on to listeners, in a thread of their own: one that is slow or throws holds up no client. */
public final class Events {

    /** How many may wait for a slow listener; what comes on top is lost, and the log says so. */
    private static final int WAITING = 10_000;

    private final List<Subscription<?>> subscriptions;
    private final EventLog log;
    private final ThreadPoolExecutor thread;

    Events(List<Subscription<?>> subscriptions, EventLog log, ThreadFactory threads) {
        this.subscriptions = new ArrayList<>(subscriptions);
        this.log = log;
        this.thread = new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), threads);
        thread.allowCoreThreadTimeOut(true);
    }

    void publish(ServerEvent event) {
        if (subscriptions.isEmpty()) {
            return;
        }
        if (!run(() -> subscriptions.forEach(subscription -> tell(subscription, event)))) {
            log.add(Level.WARNING, "a listener is too slow: it missed " + event);
        }
    }

    /** Runs something in the listeners' thread. {@return whether there was room for it} */
    boolean run(Runnable task) {
        try {
            thread.execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    private void tell(Subscription<?> subscription, ServerEvent event) {
        try {
            subscription.tell(event);
        } catch (RuntimeException e) {
            log.add(Level.ERROR, "a listener failed at " + event + ": " + e);
        }
    }

    /** Lets the listeners have what has happened, and no more. */
    void close() {
        thread.shutdown();
    }

    /** A listener and the kind of events that it wants. */
    public record Subscription<E extends ServerEvent>(Class<E> kind, Consumer<? super E> listener) {

        void tell(ServerEvent event) {
            if (kind.isInstance(event)) {
                listener.accept(kind.cast(event));
            }
        }
    }
}
