package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ftplab.internal.protocol.Text;
import io.github.ftplab.testing.Given;
import io.github.ftplab.testing.RawClient;
import io.github.ftplab.testing.WithServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Numbers have ASCII digits only, in every command: the JDK's own methods take signs and the digits of any script. */
@Tag("wire")
@WithServer
class NumbersOnTheWireTest {

    /** What a command may be given in place of the number. */
    private static final String[] NO_NUMBERS = {"٣", "３", "१", "+3", "3,0", "0x3", "3L", "3_0", "³", "3٣"};

    @Given
    Path home;

    @Given
    RawClient client;

    @BeforeEach
    void file() throws IOException {
        Files.writeString(home.resolve("f"), "0123456789");
        client.send("TYPE I");
    }

    static Stream<Arguments> commands() {
        return Stream.of(
                Arguments.of("REST %s", "3", 501),
                Arguments.of("EPRT |1|127.0.0.1|6000%s|", "1", 501),
                Arguments.of("EPRT |1|12%s.0.0.1|60001|", "7", 501),
                Arguments.of("PORT 127,0,0,1,200,%s", "3", 501),
                Arguments.of("PORT 12%s,0,0,1,200,3", "7", 501),
                Arguments.of("EPSV %s", "1", 501),
                Arguments.of("MFMT 2001020304050%s f", "3", 501),
                Arguments.of("SITE CHMOD 64%s f", "4", 501),
                Arguments.of("OPTS MODE Z LEVEL %s", "3", 501),
                // A name that is not there.
                Arguments.of("XCRC \"f\" %s", "3", 550),
                Arguments.of("XMD5 \"f\" 1 %s", "3", 550));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void commandTakesAsciiDigitsOnly(String command, String number, int refused) throws IOException {
        assertThat(client.send(command.formatted(number))).doesNotStartWith(refused + " ");
        for (var other : NO_NUMBERS) {
            assertThat(client.send(command.formatted(other))).as(other).startsWith(refused + " ");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "007, 7",
        "9223372036854775807, 9223372036854775807",
        "9223372036854775808, -1",
        "99999999999999999999, -1",
        "-1, -1",
        "-0, -1",
        "'', -1",
        "' 1', -1",
        "1:, -1",
        "1/, -1",
    })
    void numberHasAsciiDigitsAndIsALong(String text, long number) {
        assertThat(Text.number(text)).isEqualTo(number);
    }

    @Test
    void restartIsWhereTheDigitsSay() throws IOException {
        client.send("REST 0000000000000000000000003");
        assertThat(client.receive("RETR f").text()).isEqualTo("3456789");
    }
}
