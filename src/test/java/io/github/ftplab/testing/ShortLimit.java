package io.github.ftplab.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs the test of a time limit with a short one. On a busy machine, what is to be done within the limit may take longer
 * than that; as this says nothing about the limit, the test is then run again, with longer ones.
 */
public final class ShortLimit {

    private static final int TRIALS = 3;
    private static final int FACTOR = 4;

    private ShortLimit() {}

    /** A test, with the limit to use. */
    public interface Trial {

        void with(Duration limit) throws Exception;
    }

    /**
     * Runs a test with a limit, and if it fails, with four and with sixteen times that limit. It must not depend on what
     * an earlier run has left.
     *
     * @throws AssertionError if it fails each time; the failures are its suppressed ones
     */
    public static void from(Duration shortest, Trial trial) {
        var failures = new ArrayList<Throwable>();
        var limit = shortest;
        while (failures.size() < TRIALS) {
            try {
                trial.with(limit);
                return;
            } catch (Exception | AssertionError e) {
                System.out.printf("with a limit of %d ms: %s%n", limit.toMillis(), e);
                failures.add(e);
                limit = limit.multipliedBy(FACTOR);
            }
        }
        throw failure(failures);
    }

    private static AssertionError failure(List<Throwable> failures) {
        var last = failures.get(failures.size() - 1);
        var error =
                new AssertionError("failed with each of " + failures.size() + " limits: " + last.getMessage(), last);
        failures.subList(0, failures.size() - 1).forEach(error::addSuppressed);
        return error;
    }
}
