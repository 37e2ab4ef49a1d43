package io.github.ftplab.internal.server.fault;

import io.github.ftplab.internal.fault.FaultAction;
import io.github.ftplab.internal.fault.FaultAction.Kind;
import io.github.ftplab.internal.fault.SessionPoint.Stage;
import io.github.ftplab.internal.protocol.SecretCommands;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a server's faults and breakpoints do to one session. A session that waits for one, or is held, blocks the thread
 * of its command and no other; it goes on when the session ends.
 */
public final class SessionFaults {

    private final FaultPlan plan;
    private final FaultSubject subject;
    private boolean ended;
    private int aborts;

    public SessionFaults(FaultPlan plan, FaultSubject subject) {
        this.plan = plan;
        this.subject = subject;
    }

    /** {@return whether anything may happen} */
    public boolean isActive() {
        return plan.isActive();
    }

    FaultSubject subject() {
        return subject;
    }

    /** {@return whether a command is to be taken for one that never arrived} Never waits. */
    public boolean ignores(String verb, String argument) {
        for (var fault : plan.matching(this, Stage.ARRIVAL, verb, argument)) {
            if (fault.fires()) {
                subject.injected(fault.rule().text());
                return true;
            }
        }
        return false;
    }

    /** {@return what may happen in the middle of a command's data; usually nothing} */
    public List<ArmedFault> duringData(String verb, String argument) {
        var found = plan.matching(this, Stage.BYTES, verb, argument);
        found.addAll(plan.matching(this, Stage.LINES, verb, argument));
        return found;
    }

    /**
     * Lets happen what is to happen at a point; waits if that is a delay or a hold.
     *
     * @param message the reply or command that comes next; empty if none
     * @return what the caller has to do; nothing more than to send no reply if the session has ended meanwhile
     */
    public List<FaultAction> at(Stage stage, String verb, String argument, String message) {
        var place = new Place(stage, verb, argument, message);
        var left = new ArrayList<FaultAction>(1);
        for (var fault : plan.matching(this, stage, verb, argument)) {
            var action = fault.fires() ? happen(fault, place) : null;
            if (action != null) {
                left.add(action);
            }
        }
        return isEnded() ? List.of(FaultAction.of(Kind.NO_REPLY)) : left;
    }

    /** Lets one fault happen in the middle of the data. {@return what the caller has to do; null for nothing} */
    public @Nullable FaultAction during(ArmedFault fault, Stage stage, String verb, String argument) {
        var action = fault.fires() ? happen(fault, new Place(stage, verb, argument, "")) : null;
        return isEnded() ? FaultAction.of(Kind.NO_REPLY) : action;
    }

    private @Nullable FaultAction happen(ArmedFault fault, Place place) {
        var action = fault.action();
        if (action.kind() == Kind.HOLD) {
            return hold(fault, place);
        }
        subject.injected(fault.rule().text());
        if (action.kind() == Kind.DELAY) {
            await(action.amount(), () -> plan.contains(fault));
            return null;
        }
        if (action.kind() == Kind.STALL) {
            await(Long.MAX_VALUE, () -> plan.contains(fault));
            return null;
        }
        return action;
    }

    /** Waits while a condition holds, the session has not ended and its transfer is not aborted. */
    private void await(long nanos, BooleanSupplier condition) {
        plan.beginWait(this);
        subject.suspendTimers();
        try {
            long begun = System.nanoTime();
            synchronized (this) {
                int before = aborts;
                while (!ended && aborts == before && condition.getAsBoolean()) {
                    long left = nanos - (System.nanoTime() - begun);
                    if (left <= 0) {
                        return;
                    }
                    TimeUnit.NANOSECONDS.timedWait(this, left);
                }
            }
        } catch (InterruptedException e) {
            // The server is being stopped.
            Thread.currentThread().interrupt();
        } finally {
            subject.resumeTimers();
            plan.endWait(this);
        }
    }

    private @Nullable FaultAction hold(ArmedFault fault, Place place) {
        var stepped = fault.stepped();
        var point = stepped == null ? new HeldPoint(plan, this) : stepped;
        subject.suspendTimers();
        try {
            var answer = point.hold(place, () -> isStillSet(fault));
            return answer == null ? null : FaultAction.of(Kind.REPLY, answer);
        } catch (InterruptedException e) {
            // The server is being stopped.
            Thread.currentThread().interrupt();
            return null;
        } finally {
            subject.resumeTimers();
        }
    }

    private boolean isStillSet(ArmedFault fault) {
        boolean set = plan.contains(fault) && !isEnded();
        if (fault.stepped() != null) {
            plan.remove(fault);
        }
        return set;
    }

    /** Lets a session go on that waits because of a fault, if that is no longer set. */
    synchronized void wake() {
        notifyAll();
    }

    /** Ends a wait in the middle of a transfer. */
    public synchronized void abort() {
        aborts++;
        notifyAll();
    }

    private synchronized boolean isEnded() {
        return ended;
    }

    /** Lets the session go on for good, as the client has gone. Idempotent. */
    public void end() {
        synchronized (this) {
            ended = true;
            notifyAll();
        }
        if (plan.isActive()) {
            plan.removeSteps(this);
            plan.held().stream().filter(point -> point.session() == this).forEach(HeldPoint::resume);
        }
    }

    /** A point that a session has come to. */
    record Place(Stage stage, String verb, String argument, String message) {

        /** {@return the command, without a password} */
        String command() {
            return SecretCommands.masked(argument.isEmpty() ? verb : verb + " " + argument);
        }

        @Override
        public String toString() {
            var what = command();
            return switch (stage) {
                case CONNECT -> "before the greeting \"" + firstLine() + "\"";
                case ARRIVAL, COMMAND -> "before " + what;
                case LOGIN -> "before the login";
                case DATA -> "before the data connection of " + what;
                case BYTES, LINES -> "in the middle of the data of " + what;
                case PRELIMINARY, REPLY -> "before the reply \"" + firstLine() + "\" to " + what;
            };
        }

        private String firstLine() {
            return message.lines().findFirst().orElse("");
        }
    }
}
