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
        return StackWalker.getInstance()
                .walk(frames -> frames.anyMatch(frame -> frame.getClassName().startsWith(PACKAGE)));
    }
}
