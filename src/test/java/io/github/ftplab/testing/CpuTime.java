package io.github.ftplab.testing;

import java.lang.management.ManagementFactory;
import java.time.Duration;

/** Measures how much work something is, whatever else the machine does meanwhile. */
public final class CpuTime {

    private CpuTime() {}

    /** {@return the time for which this thread runs to do it, without that for which it waits for a processor} */
    public static Duration of(Runnable work) {
        var threads = ManagementFactory.getThreadMXBean();
        long began = threads.getCurrentThreadCpuTime();
        work.run();
        return Duration.ofNanos(threads.getCurrentThreadCpuTime() - began);
    }
}
