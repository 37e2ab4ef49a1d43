package io.github.ftplab.internal.notebook.jjava;

import io.github.ftplab.internal.protocol.DaemonThreads;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Ends the kernel with the process that started it: a Jupyter that is killed, or whose hub stops it, cannot shut its
 * kernels down, and they would keep their FTP servers' ports.
 */
final class JJavaParent {

    /** Set by Jupyter; a process id, on Windows the number of a handle. */
    private static final String VARIABLE = "JPY_PARENT_PID";

    /** {@code ProcessHandle.onExit} polls too for a process that is not a child, and after some minutes every 5 s only. */
    private static final long CHECK_MILLIS = 1_000;

    /** How long shutdown hooks may take, which stop the servers. */
    private static final long EXIT_MILLIS = 1_500;

    private final AtomicBoolean watched = new AtomicBoolean();

    /** Called at each request; the first one chooses the process, as a launcher in between has ended by then. */
    void watch() {
        if (watched.compareAndSet(false, true)) {
            choose(ProcessHandle.current(), System.getenv(VARIABLE))
                    .ifPresent(parent -> DaemonThreads.of("ftplab-parent", () -> waitFor(parent))
                            .start());
        }
    }

    /**
     * {@return the process that a kernel must not outlive: the ancestor with the id that Jupyter has set, otherwise the
     * parent; empty if neither is alive}
     *
     * <p>The variable is inherited, so it may come from an unrelated Jupyter, also of another container.
     */
    static Optional<ProcessHandle> choose(ProcessHandle kernel, @Nullable String variable) {
        return ancestors(kernel)
                .filter(each -> Long.toString(each.pid()).equals(variable))
                .findFirst()
                .or(kernel::parent)
                .filter(ProcessHandle::isAlive);
    }

    private static Stream<ProcessHandle> ancestors(ProcessHandle process) {
        return Stream.iterate(process.parent(), Optional::isPresent, each -> each.flatMap(ProcessHandle::parent))
                .flatMap(Optional::stream);
    }

    private static void waitFor(ProcessHandle parent) {
        boolean isDirect = isParent(parent);
        try {
            while (parent.isAlive() && isParent(parent) == isDirect) {
                TimeUnit.MILLISECONDS.sleep(CHECK_MILLIS);
            }
            DaemonThreads.of("ftplab-exit", () -> System.exit(0)).start();
            TimeUnit.MILLISECONDS.sleep(EXIT_MILLIS);
            Runtime.getRuntime().halt(1); // a shutdown hook of a cell hangs
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // ends the watch
        }
    }

    /** A parent that was killed is no parent any more, but alive until somebody waits for it. */
    private static boolean isParent(ProcessHandle process) {
        return ProcessHandle.current().parent().equals(Optional.of(process));
    }
}
