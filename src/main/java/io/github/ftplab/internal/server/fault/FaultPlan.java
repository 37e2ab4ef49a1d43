package io.github.ftplab.internal.server.fault;

import io.github.ftplab.HeldSession;
import io.github.ftplab.internal.fault.FaultRule;
import io.github.ftplab.internal.fault.SessionPoint;
import io.github.ftplab.internal.fault.SessionPoint.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * The faults and breakpoints of one server. Sessions look at an immutable array: while it is empty, that is all that the
 * whole matter costs them.
 */
public final class FaultPlan {

    private volatile ArmedFault[] armed = {};
    private final Set<HeldPoint> held = new LinkedHashSet<>();
    private final Set<SessionFaults> waiting = ConcurrentHashMap.newKeySet();
    private boolean closed;

    /** {@return whether there is any fault or breakpoint} */
    public boolean isActive() {
        return armed.length > 0;
    }

    public void add(FaultRule rule) {
        arm(new ArmedFault(rule));
    }

    /**
     * Adds a breakpoint.
     *
     * @param text the breakpoint as code
     */
    public void breakAt(SessionPoint point, String text) {
        arm(ArmedFault.breakpoint(point, text));
    }

    synchronized void arm(ArmedFault added) {
        if (!closed) {
            var more = Arrays.copyOf(armed, armed.length + 1);
            more[armed.length] = added;
            armed = more;
        }
    }

    private synchronized void remove(Predicate<ArmedFault> chosen) {
        armed = Arrays.stream(armed).filter(chosen.negate()).toArray(ArmedFault[]::new);
    }

    /** {@return the faults, in the order in which they were added} */
    public List<ArmedFault> faults() {
        return Arrays.stream(armed).filter(fault -> !fault.isBreakpoint()).toList();
    }

    /** Removes all faults; sessions that stall because of one go on. */
    public void clearFaults() {
        remove(fault -> !fault.isBreakpoint());
        waiting.forEach(SessionFaults::wake);
    }

    /** Removes all breakpoints; sessions that are held go on. */
    public void clearBreaks() {
        remove(ArmedFault::isBreakpoint);
        held().forEach(HeldPoint::resume);
    }

    /** Removes everything, for good. */
    public void close() {
        synchronized (this) {
            closed = true;
            armed = new ArmedFault[0];
            notifyAll();
        }
        for (var session : waiting) {
            session.wake();
        }
        for (var point : held()) {
            point.resume();
        }
    }

    /** Removes the breakpoint at a session's next message. */
    void removeStep(HeldPoint stepped) {
        remove(fault -> fault.stepped() == stepped);
    }

    void removeSteps(SessionFaults session) {
        remove(fault -> {
            var stepped = fault.stepped();
            return stepped != null && stepped.session() == session;
        });
    }

    void remove(ArmedFault removed) {
        remove(fault -> fault == removed);
    }

    boolean contains(ArmedFault fault) {
        return Arrays.asList(armed).contains(fault);
    }

    /** {@return what may happen to a session at a point} A step comes before the breakpoints. */
    List<ArmedFault> matching(SessionFaults session, Stage stage, String verb, String argument) {
        var found = new ArrayList<ArmedFault>(1);
        for (var fault : armed) {
            if (fault.matches(session, stage, verb, argument)) {
                found.add(fault.stepped() == null ? found.size() : 0, fault);
            }
        }
        return found;
    }

    void beginWait(SessionFaults session) {
        waiting.add(session);
    }

    void endWait(SessionFaults session) {
        waiting.remove(session);
    }

    synchronized void beginHold(HeldPoint point) {
        held.add(point);
        notifyAll();
    }

    synchronized void endHold(HeldPoint point) {
        held.remove(point);
    }

    /** {@return the sessions that are held, in the order in which they came} */
    public synchronized List<HeldPoint> held() {
        return List.copyOf(held);
    }

    /** Waits until a session is held. {@return the first, or nothing if the time is over or the server is closed} */
    public synchronized List<HeldSession> awaitHeld(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.NANOSECONDS.convert(limit);
        long left;
        while (held.isEmpty() && !closed && (left = end - System.nanoTime()) > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return List.copyOf(held);
    }
}
