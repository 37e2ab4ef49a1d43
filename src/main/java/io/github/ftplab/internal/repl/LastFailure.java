package io.github.ftplab.internal.repl;

import java.io.PrintWriter;
import java.io.StringWriter;

/** The whole trace of the last failure in a notebook or JShell, which show a short one. */
public final class LastFailure {

    private static volatile String trace = "nothing has failed in a notebook or JShell yet";

    private LastFailure() {}

    /** Keeps the trace of an exception. */
    public static void keep(Throwable failure) {
        var text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text, true));
        keep(text.toString());
    }

    /** Keeps a trace. */
    public static void keep(String text) {
        trace = text;
    }

    /** {@return the trace that was kept last} */
    public static String trace() {
        return trace;
    }
}
