package io.github.ftplab.internal.notebook.code;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ftplab.FtpClient;
import io.github.ftplab.FtpException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class CellErrorsTest {

    private static final String WHOLE = "(the whole trace: FtpException.lastTrace())";

    @Test
    void messageAndTypedCallAreShownAndTheRestIsOneCallAway() {
        var trace = """
                java.lang.IllegalStateException: cannot list: the session is closed
                \tat io.github.ftplab.internal.client.SessionEnd.over(SessionEnd.java:1)
                \tat java.base/java.util.Optional.map(Optional.java:260)
                \tat io.github.ftplab.internal.client.ClientSession.perform(ClientSession.java:2)
                \tat io.github.ftplab.FtpClient.list(FtpClient.java:3)
                \tat .(#12:1)
                Caused by: java.io.IOException: broken
                \tat io.github.ftplab.internal.client.SessionEnd.over(SessionEnd.java:1)
                \t... 5 more""";

        assertThat(shown(trace)).isEqualTo("""
                java.lang.IllegalStateException: cannot list: the session is closed
                \tat io.github.ftplab.FtpClient.list(FtpClient.java:3)
                \tat .(#12:1)
                Caused by: java.io.IOException: broken
                """ + WHOLE);
        assertThat(FtpException.lastTrace()).isEqualTo(trace);
    }

    @Test
    void ownCodeThatTheLibraryCallsStaysInTheTrace() {
        assertThat(shown("""
                java.lang.ArithmeticException: / by zero
                \tat .lambda$do_it$(#13:2)
                \tat io.github.ftplab.internal.server.log.EventDispatcher.run(EventDispatcher.java:1)
                \tat .(#13:1)""")).contains(".lambda$do_it$(#13:2)", ".(#13:1)");
    }

    @Test
    void coloursAreKeptAndNotLookedAt() {
        var red = "\u001B[1m\u001B[31m";

        assertThat(shown(red + "x.Y: message\u001B[0m\n" + red
                        + "\tat io.github.ftplab.internal.A.b(A.java:1)\u001B[0m\n" + red
                        + "\tat io.github.ftplab.FtpClient.list(FtpClient.java:3)\u001B[0m"))
                .startsWith(red + "x.Y: message")
                .contains("FtpClient.list")
                .doesNotContain("internal");
    }

    @Test
    void errorsOfOthersStayAsTheyAre() {
        var trace =
                "java.lang.NullPointerException: a\n\tat java.base/java.util.Objects.requireNonNull(Objects.java:2)\n"
                        + "\tat .(#12:1)\nCaused by: b\n\t... 2 more";

        assertThat(shown(trace)).isEqualTo(trace);
    }

    /** javac's message for a method, a class and a variable that it does not know. */
    static final List<String> UNKNOWN = List.of(
            "cannot find symbol\n  symbol:   method cwd(java.lang.String)",
            "cannot find symbol\n  symbol:   class FTP",
            "cannot find symbol\n  symbol:   variable None");

    @ParameterizedTest
    @FieldSource("UNKNOWN")
    void nameFromElsewhereIsTold(String message) {
        var name = message.replaceAll("(?s).*symbol: +\\w+ (\\w+).*", "$1");

        assertThat(shown("ftp." + name + "\n" + message))
                .endsWith("\n" + name + " is not known here; write "
                        + Habits.known().get(name));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            !ls                    | variable ls  | a cell has only Java; type shell commands in a terminal
            pip install ftplib;    |              | a cell has only Java; type shell commands in a terminal
            ?ftp                   |              | for help, press Shift-Tab behind a name
            ftp.dir?               |              | for help, press Shift-Tab behind a name
            help(ftp)              | method help(io.github.ftplab.FtpClient) | for help, press Shift-Tab behind a name
            # a comment            |              | a comment begins with //
            import ftplib;         |              | everything is in import io.github.ftplab.*;
            from ftplib import FTP;|              | everything is in import io.github.ftplab.*;
            for file in ftp.nlst():|              | a block is in braces: for (var name : ftp.nlst()) { … }
            def f():               |              | a block is in braces: for (var name : ftp.nlst()) { … }
            x = 5                  | variable x   | x is not declared yet; write var x = …
            ftp.dir                | variable dir | a method is called with parentheses: dir()
            println("hello")       | method println(java.lang.String) | println is not known here; write System.out.println(…)
            int x = y;             | variable y   |
            x == 5                 | variable x   |
            ftp.dri()              | method dri() |
            var a = b ? c : d;     | variable d   |""")
    void whatIsTypedElsewhereIsTold(String typed, @Nullable String symbol, @Nullable String hint) {
        var message =
                "|   " + typed + "\n" + (symbol == null ? "';' expected" : "cannot find symbol\n  symbol:   " + symbol);

        assertThat(shown(message)).isEqualTo(hint == null ? message : message + "\n" + hint);
    }

    @Test
    void lineForAnotherKernelIsTold() {
        assertThat(shown("UndefinedMagicException: Undefined line magic 'ls'\n\tat a.B.c(B.java:44)"))
                .endsWith("\nthis kernel has %time, %load, %classpath, %jars and %maven");
        assertThat(shown("|   var text = 'hello';\nunclosed character literal")).endsWith("\"hello\"");
    }

    @Test
    void ownTyposGetNoHint() {
        assertThat(shown("cannot find symbol\n  symbol:   method downlaod(java.lang.String)"))
                .doesNotContain("not known here");
    }

    @Test
    void whatIsTypedInPythonsTutorialIsKnown() {
        assertThat(Habits.known())
                .containsKeys("cwd", "retrbinary", "retrlines", "storbinary", "sendcmd", "mkd", "mlsd");
    }

    @Test
    void everyMethodThatIsNamedExistsAndNoMethodOfOursIsCalledUnknown() {
        var ours = Stream.of(FtpClient.class.getMethods())
                .map(java.lang.reflect.Method::getName)
                .collect(Collectors.toSet());
        var call = Pattern.compile("ftp\\.(\\w+)\\(");

        for (var known : Habits.known().entrySet()) {
            var named = call.matcher(known.getValue());
            assertThat(!named.find() || ours.contains(named.group(1)))
                    .as(known.getValue())
                    .isTrue();
        }
        assertThat(Habits.known().keySet()).doesNotContainAnyElementsOf(Set.copyOf(ours));
    }

    private static String shown(String lines) {
        return String.join("\n", CellErrors.shown(List.of(lines.split("\n"))));
    }
}
