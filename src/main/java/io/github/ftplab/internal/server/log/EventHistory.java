package io.github.ftplab.internal.server.log;

import io.github.ftplab.ServerEvent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The last {@value #CAPACITY} events that listeners have been called for, or fewer if their paths are very long. */
public final class EventHistory {

    /** How many events are kept. */
    public static final int CAPACITY = 10_000;

    /** The most characters of paths and names that are kept: clients determine how long they are. */
    private static final int MAX_CHARS = 4_000_000;

    private final Deque<ServerEvent> events = new ArrayDeque<>();
    private int chars;

    /** Adds an event. Commands and replies are left out: transcripts have them, and they would displace all others. */
    void add(ServerEvent event) {
        if (event instanceof ServerEvent.OfMessage) {
            return;
        }
        synchronized (events) {
            events.addLast(event);
            chars += length(event);
            while (events.size() > CAPACITY || chars > MAX_CHARS) {
                chars -= length(events.removeFirst());
            }
            events.notifyAll();
        }
    }

    /** {@return the characters of the paths and names of an event} */
    static int length(ServerEvent event) {
        int named = event.client().user().length();
        if (event instanceof ServerEvent.OfPath one) {
            return named + one.path().length();
        }
        if (event instanceof ServerEvent.OfMessage said) {
            return named + said.text().length();
        }
        if (event instanceof ServerEvent.Rename both) {
            return named + both.from().length() + both.to().length();
        }
        return event instanceof ServerEvent.LoginFailed failed
                ? named + failed.user().length()
                : named;
    }

    /** {@return the events of one kind that are kept, oldest first} */
    public <E extends ServerEvent> List<E> of(Class<E> kind) {
        synchronized (events) {
            return events.stream().filter(kind::isInstance).map(kind::cast).toList();
        }
    }

    /** Waits for a number of events of one kind. {@return all of them, or fewer when the time is over} */
    public <E extends ServerEvent> List<E> await(Class<E> kind, int count, Duration limit) throws InterruptedException {
        synchronized (events) {
            long most = TimeUnit.NANOSECONDS.convert(limit);
            long end = System.nanoTime() + most;
            var found = of(kind);
            for (long left = most; found.size() < count && left > 0; left = end - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(events, left);
                found = of(kind);
            }
            return found;
        }
    }
}
