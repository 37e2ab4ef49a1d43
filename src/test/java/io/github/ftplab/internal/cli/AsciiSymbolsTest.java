package io.github.ftplab.internal.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AsciiSymbolsTest {

    @ParameterizedTest
    @CsvSource(textBlock = """
            downloaded a → ./a,         downloaded a -> ./a
            │ ── PASV ─▶ │,             | -- PASV -> |
            ║ ◀═ 6 bytes ═══ ║,         | <= 6 bytes === |
            ▁▂▃▄▅▆▇█░,                  _.:-=+*#.
            … and 3 more,               ... and 3 more
            x␍␊MKD ⟨U+202E⟩,            x^M^JMKD <U+202E>
            Grüße 文,                   Gr??e ?""")
    void symbolsAreWrittenInAscii(String text, String expected) {
        assertThat(written(text, US_ASCII)).isEqualTo(expected);
    }

    @Test
    void whatTheTerminalHasStaysAsItIs() {
        assertThat(written("Grüße → …", Charset.forName("windows-1252"))).isEqualTo("Grüße -> …");
    }

    @Test
    void charactersMayComeInPieces() {
        var bytes = new ByteArrayOutputStream();
        var out = AsciiSymbols.before(new PrintStream(bytes, true, US_ASCII), US_ASCII);
        for (byte one : "a→b█c".getBytes(UTF_8)) {
            out.write(one);
        }
        out.flush();

        assertThat(bytes.toString(US_ASCII)).isEqualTo("a->b#c");
    }

    @ParameterizedTest
    @CsvSource({"UTF-8, true", "US-ASCII, false", "ISO-8859-1, false", "windows-1252, false", "GB18030, true"})
    void isForTerminalsWithoutTheSymbols(Charset charset, boolean hasAll) {
        assertThat(AsciiSymbols.areNotNeeded(charset)).isEqualTo(hasAll);
    }

    private static String written(String text, Charset charset) {
        var bytes = new ByteArrayOutputStream();
        var out = AsciiSymbols.before(new PrintStream(bytes, true, charset), charset);
        out.print(text);
        out.flush();
        return bytes.toString(charset);
    }
}
