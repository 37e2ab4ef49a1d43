package io.github.ftplab.internal.cli;

import java.io.Console;
import java.util.Optional;

/** Whether somebody sits in front of this process. */
final class Terminal {

    private Terminal() {}

    /** {@return the terminal, unless input comes from a file or a pipe} */
    static Optional<Console> console() {
        return Optional.ofNullable(System.console()).filter(Terminal::isTerminal);
    }

    private static boolean isTerminal(Console console) {
        try {
            // From JDK 22 there may be a console without a terminal, and this method to tell.
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException olderThan22) {
            return true;
        }
    }
}
