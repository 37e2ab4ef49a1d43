package io.github.ftplab.internal.server.fault;

import io.github.ftplab.internal.fault.FaultAction;
import io.github.ftplab.internal.fault.FaultRule;
import io.github.ftplab.internal.fault.SessionPoint;
import io.github.ftplab.internal.fault.SessionPoint.Stage;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A fault or breakpoint of a running server, and how often it has happened. */
public final class ArmedFault {

    /** The stages at which a session that is stepped through stops: its messages. */
    private static final Set<Stage> MESSAGES =
            EnumSet.of(Stage.CONNECT, Stage.COMMAND, Stage.PRELIMINARY, Stage.DATA, Stage.REPLY);

    private final FaultRule rule;
    /** The session that is stepped through to its next message, wherever that comes; null for an ordinary rule. */
    private final @Nullable HeldPoint stepped;

    private final AtomicLong seen = new AtomicLong();
    private final AtomicLong count = new AtomicLong();

    ArmedFault(FaultRule rule) {
        this(rule, null);
    }

    private ArmedFault(FaultRule rule, @Nullable HeldPoint stepped) {
        this.rule = rule;
        this.stepped = stepped;
    }

    /** Makes a breakpoint. */
    static ArmedFault breakpoint(SessionPoint point, String text) {
        return new ArmedFault(new FaultRule(point, FaultAction.of(FaultAction.Kind.HOLD), 1, 0, text));
    }

    /** Makes a breakpoint at the next message of one session. */
    static ArmedFault step(HeldPoint stepped) {
        var anywhere = new SessionPoint(Stage.COMMAND, "", null, 0);
        return new ArmedFault(new FaultRule(anywhere, FaultAction.of(FaultAction.Kind.HOLD), 1, 1, "step()"), stepped);
    }

    public FaultRule rule() {
        return rule;
    }

    /** {@return how often it has happened} */
    public long count() {
        return count.get();
    }

    FaultAction action() {
        return rule.action();
    }

    @Nullable
    HeldPoint stepped() {
        return stepped;
    }

    /** {@return whether a session waits because of it} */
    boolean waits() {
        return switch (rule.action().kind()) {
            case HOLD, DELAY, STALL -> true;
            default -> false;
        };
    }

    boolean isBreakpoint() {
        return rule.action().kind() == FaultAction.Kind.HOLD;
    }

    boolean matches(SessionFaults session, Stage stage, String verb, String argument) {
        return stepped == null
                ? rule.point().matches(stage, verb, argument)
                : stepped.session() == session && MESSAGES.contains(stage);
    }

    /** Counts a session that has come to the point. {@return whether it happens now} */
    boolean fires() {
        if (seen.incrementAndGet() % rule.every() != 0) {
            return false;
        }
        long most = rule.times() == 0 ? Long.MAX_VALUE : rule.times();
        return count.getAndUpdate(before -> Math.min(most, before + 1)) < most;
    }
}
