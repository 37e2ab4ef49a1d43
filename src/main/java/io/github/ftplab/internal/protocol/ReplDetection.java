package io.github.ftplab.internal.protocol;

/** What is typed into a cell of a notebook or a line of JShell, which both run it in a package of this name. */
public final class ReplDetection {

    private static final String PACKAGE = "REPL.";

    private ReplDetection() {}

    /** {@return whether this thread runs what was typed} */
    public static boolean isRunning() {
        return StackWalker.getInstance()
                .walk(frames -> frames.anyMatch(frame -> frame.getClassName().startsWith(PACKAGE)));
    }
}
