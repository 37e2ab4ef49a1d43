package io.github.ftplab.internal.client.settings;

import java.time.Duration;

/**
 * How often a call is repeated after a lost connection.
 *
 * @param times the maximum number of repetitions; 0 for none
 * @param pause the pause before the first repetition; it doubles each time
 */
public record RetrySettings(int times, Duration pause) {

    /** No repetitions. */
    public static final RetrySettings NEVER = new RetrySettings(0, Duration.ZERO);
}
