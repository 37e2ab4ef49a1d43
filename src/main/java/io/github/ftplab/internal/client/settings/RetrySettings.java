package io.github.ftplab.internal.client.settings;

import java.time.Duration;

/**
 * How often a call is made again after the connection broke in the middle of it.
 *
 * @param times how often it is tried again; 0 is never
 * @param pause how long to wait before the first time; twice as long before each further one
 */
public record RetrySettings(int times, Duration pause) {

    /** A failure is final. */
    public static final RetrySettings NEVER = new RetrySettings(0, Duration.ZERO);
}
