package io.github.ftplab.internal.cli;

import java.io.Console;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
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

    /** {@return the character set in which standard output is written} JDK 17 has only that of the system. */
    static Charset charset() {
        var name = System.getProperty("stdout.encoding", System.getProperty("native.encoding", "US-ASCII"));
        return Charset.isSupported(name) ? Charset.forName(name) : StandardCharsets.US_ASCII;
    }

    /** {@return the options that tell the snippets' JVM what the terminal can do} */
    static Stream<String> properties(@Nullable String term) {
        boolean isAscii = !AsciiSymbols.areNotNeeded(charset());
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
