package io.github.ftplab.internal.protocol;

/**
 * Detects whether the caller is REPL code: notebook kernels and JShell compile cells and snippets into packages named
 * {@code REPL.*}.
 */
public final class ReplDetection {

    private static final String PACKAGE = "REPL.";

    private ReplDetection() {}

    /** {@return whether the current thread was called from a cell or snippet} */
    public static boolean isRunning() {
        // A StackWalker, with its stream, would have the JVM load 20 classes when the first server starts.
        for (var frame : Thread.currentThread().getStackTrace()) {
            if (frame.getClassName().startsWith(PACKAGE)) {
                return true;
            }
        }
        return false;
    }
}
