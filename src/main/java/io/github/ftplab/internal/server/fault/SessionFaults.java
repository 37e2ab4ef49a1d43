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
    private int abortsBefore;

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
     * @return what the caller has to do; to send no reply if the client has gone while this waited
     */
    public List<FaultAction> at(Stage stage, String verb, String argument, String message) {
        if (stage == Stage.DATA) {
            beginTransfer();
        }
        var place = new Place(stage, verb, argument, message);
        var left = new ArrayList<FaultAction>(1);
        boolean held = false;
        for (var fault : plan.matching(this, stage, verb, argument)) {
            // One point holds a session once, however many breakpoints and steps lead to it.
            if ((held && fault.isBreakpoint()) || (fault.waits() && !subject.mayWait()) || !fault.fires()) {
                continue;
            }
            held |= fault.isBreakpoint();
            var action = happen(fault, place);
            if (action != null) {
                left.add(action);
            }
        }
        return left;
    }

    /** Lets one fault happen in the middle of the data. {@return what the caller has to do; null for nothing} */
    public @Nullable FaultAction during(ArmedFault fault, Stage stage, String verb, String argument) {
        return fault.fires() ? happen(fault, new Place(stage, verb, argument, "")) : null;
    }

    private @Nullable FaultAction happen(ArmedFault fault, Place place) {
        var action = fault.action();
        if (action.kind() == Kind.HOLD) {
            return unlessGone(() -> hold(fault, place));
        }
        subject.injected(fault.rule().text());
        if (action.kind() == Kind.DELAY) {
            return unlessGone(() -> await(place, action.amount(), () -> plan.contains(fault)));
        }
        if (action.kind() == Kind.STALL) {
            return unlessGone(() -> await(place, Long.MAX_VALUE, () -> plan.contains(fault)));
        }
        return action;
    }

    /** A wait, which returns what the caller has to do, or null for nothing. */
    private interface Wait {
        @Nullable
        FaultAction run();
    }

    /** Waits. A client that sends nothing more from the beginning has its commands answered as without faults. */
    private @Nullable FaultAction unlessGone(Wait wait) {
        boolean wasEnded = isEnded();
        var action = wait.run();
        return isEnded() && !wasEnded ? FaultAction.of(Kind.NO_REPLY) : action;
    }

    /** Notes how many aborts there were before: one that comes before the transfer waits counts too. */
    private synchronized void beginTransfer() {
        abortsBefore = aborts;
    }

    /** Waits while a condition holds, the session has not ended and its transfer is not aborted. */
    private @Nullable FaultAction await(Place place, long nanos, BooleanSupplier condition) {
        plan.beginWait(this);
        subject.suspendTimers();
        try {
            long begun = System.nanoTime();
            synchronized (this) {
                int before = place.isInTransfer() ? abortsBefore : aborts;
                while (!ended && aborts == before && condition.getAsBoolean()) {
                    long left = nanos - (System.nanoTime() - begun);
                    if (left <= 0) {
                        break;
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
        return null;
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

        boolean isInTransfer() {
            return stage == Stage.DATA || stage == Stage.BYTES || stage == Stage.LINES;
        }

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
