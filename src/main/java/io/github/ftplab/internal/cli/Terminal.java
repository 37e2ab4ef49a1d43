package io.github.ftplab.internal.cli;

import java.io.Console;
import java.util.Optional;

/** The terminal of this process, if it has one. */
final class Terminal {

    private Terminal() {}

    /** {@return the terminal; empty if input comes from a file or a pipe} */
    static Optional<Console> console() {
        return Optional.ofNullable(System.console()).filter(Terminal::isTerminal);
    }

    private static boolean isTerminal(Console console) {
        try {
            // From JDK 22 on there is a console without a terminal too, and this method to tell.
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException olderThan22) {
            return true;
        }
    }
}
