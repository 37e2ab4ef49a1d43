package io.github.ftplab;

import static java.util.Objects.requireNonNull;

import io.github.ftplab.internal.fault.FaultAction;
import io.github.ftplab.internal.fault.FaultRule;
import io.github.ftplab.internal.fault.SessionPoint;
import io.github.ftplab.internal.protocol.Text;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link FtpServer} does wrong, and when: a {@link Trigger} with an action. It happens each time unless {@link
 * #once()}, {@link #times} or {@link #every} says otherwise. Immutable; the same fault can be given to several servers.
 *
 * <pre>{@code
 * server.fault(Trigger.on("RETR").afterBytes(64_000).reset().once());
 * server.fault(Trigger.on("STOR", "*.csv").reply("450 Try again later.").times(2));
 * server.fault(Trigger.on("NOOP").noReply().every(3));
 * server.faults().get(0).count();    // 0: it has not happened yet
 * }</pre>
 */
public final class Fault {

    private final FaultRule rule;
    private final long count;

    private Fault(FaultRule rule, long count) {
        this.rule = rule;
        this.count = count;
    }

    static Fault of(SessionPoint point, FaultAction action, String text) {
        return new Fault(new FaultRule(point, action, 1, 0, text), 0);
    }

    static Fault of(FaultRule rule, long count) {
        return new Fault(rule, count);
    }

    FaultRule rule() {
        return rule;
    }

    /** {@return the same fault, which happens the first time only} */
    public Fault once() {
        return limited(1, ".once()");
    }

    /**
     * Limits how often it happens.
     *
     * @param times how often, at most: 1 or more
     * @return the same fault, which happens the first so many times
     * @throws IllegalArgumentException if it is less than 1
     */
    public Fault times(int times) {
        return limited(times, ".times(" + times + ")");
    }

    private Fault limited(int times, String text) {
        if (times < 1) {
            throw new IllegalArgumentException("a fault can't happen " + times + " times: 1 is the least");
        }
        return new Fault(new FaultRule(rule.point(), rule.action(), rule.every(), times, rule.text() + text), count);
    }

    /**
     * Lets it happen only every so-many-th time that any session comes to its point.
     *
     * @param nth 2 for every second time, 3 for every third; 1 for each time
     * @return the same fault, which happens then
     * @throws IllegalArgumentException if it is less than 1
     */
    public Fault every(int nth) {
        if (nth < 1) {
            throw new IllegalArgumentException("a fault can't happen every " + nth + " times: 1 is the least");
        }
        var text = rule.text() + ".every(" + nth + ")";
        return new Fault(new FaultRule(rule.point(), rule.action(), nth, rule.times(), text), count);
    }

    /**
     * {@return how often it had happened when {@link FtpServer#faults()} returned it; 0 for one that no server has
     * returned}
     */
    public long count() {
        return count;
    }

    /** {@return the code that makes it: {@code on("RETR").afterBytes(64000).reset().once()}} */
    @Override
    public String toString() {
        return rule.text();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Fault that && rule.equals(that.rule) && count == that.count;
    }

    @Override
    public int hashCode() {
        return Objects.hash(rule, count);
    }

    /** A fault that has happened, or what was done to a session that was held, in a server's {@link Transcript}. */
    public static final class Injected extends Transcript.Entry {

        private final String text;

        private Injected(Instant time, long session, String text) {
            super(time, session);
            this.text = requireNonNull(text, "text");
        }

        /**
         * Creates an entry, for tests of code that takes one.
         *
         * <pre>{@code
         * Fault.Injected.of(Instant.now(), "on(\"QUIT\").noReply()");    // * [injected] on("QUIT").noReply()
         * }</pre>
         *
         * @param time when it happened
         * @param text what happened
         * @return the entry
         */
        public static Injected of(Instant time, String text) {
            return new Injected(time, 0, text);
        }

        /** {@return what happened: the fault as code, or what was done} */
        public String text() {
            return text;
        }

        /** {@return one line after a {@code *}} */
        @Override
        public String toString() {
            return "* [injected] " + Text.visible(text);
        }

        @Override
        Transcript.Entry in(long number) {
            return new Injected(time(), number, text);
        }

        @Override
        List<Object> details() {
            return List.of(text);
        }
    }
}
