package io.github.ftplab.testing;

import java.time.Duration;

/**
 * The time limits of what is promised to be quick. A busy machine may hold up anything for seconds, so the limit is
 * {@link #AT_MOST} unless the system property {@code ftplab.strictTimes} is set, which is for a quiet machine. What the
 * test is about must take far longer than that if it isn't quick: the other side never goes on, and the other time
 * limits are minutes.
 */
public final class Promptly {

    /** Long enough for any machine. */
    public static final Duration AT_MOST = Duration.ofSeconds(30);

    private static final boolean STRICT = Boolean.getBoolean("ftplab.strictTimes");

    private Promptly() {}

    /** {@return the time limit for something that is promised within a time on a quiet machine} */
    public static Duration within(Duration promised) {
        return STRICT ? promised : AT_MOST;
    }
}
