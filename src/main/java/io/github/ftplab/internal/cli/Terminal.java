package io.github.ftplab.internal.cli;

import java.io.Console;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The terminal of this process, if it has one. */
final class Terminal {

    private Terminal() {}

    /** {@return the terminal; empty if input comes from a file or a pipe} */
    static Optional<Console> console() {
        return Optional.ofNullable(System.console()).filter(Terminal::isTerminal);
    }

    /** {@return the options that tell the snippets' JVM what the terminal can do} */
    static Stream<String> properties(Console console, @Nullable String term) {
        boolean isAscii = !console.charset().newEncoder().canEncode('█');
        boolean hasControls = term != null && !term.isEmpty() && !term.equals("dumb");
        return Stream.of(
                "-R-Dftplab.terminal=true",
                "-R-Dftplab.terminal.ascii=" + isAscii,
                "-R-Dftplab.terminal.controls=" + hasControls);
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
