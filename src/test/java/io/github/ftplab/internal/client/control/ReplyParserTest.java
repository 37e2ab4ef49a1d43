package io.github.ftplab.internal.client.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ftplab.Reply;
import io.github.ftplab.testing.CpuTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyParserTest {

    private static Reply reply(int code, String text) {
        return Reply.of(code, List.of(text.split("\\\\n", -1)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Entering Passive Mode (127,0,0,1,4,1).",
                "Entering Passive Mode 127,0,0,1,4,1",
                "ok 127, 0, 0, 1, 4, 1",
                "ok ( 127 , 0 , 0 , 1 , 4 , 1 )",
                "=127,0,0,1,4,1",
                "Entering Passive Mode (h=127,0,0,1,4,1;x)",
                "127,0,0,1,4,1 is where I am, since 2026",
                "Mode 2 127,0,0,1,4,1",
                "(000,000,000,000,004,001)",
                "(10,0,0,7,4,1)",
                "Entering\\n Passive Mode\\n(127,0,0,1,4,1)",
            })
    void sixNumbersNameAPort(String text) {
        assertThat(ReplyParser.port(reply(227, text))).hasValue(1025);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ok",
                "(1,2,3)",
                "(127,0,0,1,4)",
                "(127,0,0,1,4,1,7)",
                "(1, 127, 0, 0, 1, 4, 1)",
                "(127,0,0,1,4,1 ,)",
                "(127,0,0,1,256,1)",
                "(127,0,0,1,4,256)",
                "(256,0,0,1,4,1)",
                "(127,0,0,1,-4,1)",
                "(127,0,0,1,4,1000)",
                "(1127,0,0,1,4,1)",
                "(127,0,0,1,0,0)",
                "(127.0.0.1:1025)",
                "(a,b,c,d,e,f)",
                "(127,0,0,1,٤,١)",
                "(|||1025|)",
            })
    void otherNumbersNameNoPort(String text) {
        assertThat(ReplyParser.port(reply(227, text))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Entering Extended Passive Mode (|||1025|)",
                "(EPSV) OK (|||1025|)",
                "Entering Extended Passive Mode |||1025|.",
                "(!!!1025!)",
                "(###1025#)",
                "(:::1025:)",
                "(...1025.)",
                "(|1|192.0.2.1|1025|)",
                "(|2|::1|1025|)",
                "(|2|fe80::1%eth0|1025|)",
                "(||192.0.2.1|1025|)",
                "ok\\n(|||1025|)",
            })
    void extendedReplyNamesAPortBetweenAnyDelimiters(String text) {
        assertThat(ReplyParser.port(reply(229, text))).hasValue(1025);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ok",
                "()",
                "(||)",
                "(||||)",
                "(|||1025)",
                "(||1025|)",
                "(|||0|)",
                "(|||65536|)",
                "(|||4294968321|)",
                "(|||-1|)",
                "(|||+1025|)",
                "(|||10 25|)",
                "(|!|1025|)",
                "(|3||1025|)",
                "(|1|2|1025|)",
                "(|1|2|3|1025|)",
                "(|||٤|)",
                "111110251",
                "(127,0,0,1,4,1)",
            })
    void extendedReplyWithoutAPortIsNotGuessed(String text) {
        assertThat(ReplyParser.port(reply(229, text))).isEmpty();
    }

    @Test
    void onlyRepliesOfTheTwoFormsNameAPort() {
        assertThat(ReplyParser.port(reply(200, "(127,0,0,1,4,1)"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "\"/home\" is the current directory      | /home",
                "\"/a \"\"b\"\"\" is here                | /a \"b\"",
                "is \"/home\"                            | /home",
                "/home                                   | /home",
                "/home is current directory.             | /home",
                "/home is the current working directory  | /home",
                "/home is your current location          | /home",
                "C:/home                                 | C:/home",
                "C:\\home                                | C:\\home",
                "'/home' is current directory            | /home",
                "'/my home'                              | /my home",
                "It is '/home'.                          | /home",
            })
    void pathIsReadWithOrWithoutQuotationMarks(String text, String path) {
        assertThat(ReplyParser.path(reply(257, text))).contains(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "here",
                "\"\"",
                "\"/home",
                "'home",
                "/my home",
                "/home directory is fine",
                "It isn't '",
                "\"/a\\nb\"",
                "/home\\ndone",
            })
    void pathIsNotGuessed(String text) {
        assertThat(ReplyParser.path(reply(257, text))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "12345678901, 12345678901",
        "9223372036854775807, 9223372036854775807",
        "'  6  ', 6",
        "0006, 6",
        "6 bytes, 6",
        "6 Bytes, 6",
        "6 (file size), 6",
        "File status\\n6, 6",
        "Size of 7 files:\\n  6 bytes, 6",
        "'6\\ndone', 6",
    })
    void sizeIsRead(String text, long size) {
        assertThat(ReplyParser.size(reply(213, text))).hasValue(size);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "File status",
                "many",
                "-6",
                "+6",
                "6.5",
                "1,234",
                "1.234",
                "1 234 567",
                "1'234",
                "6bytes",
                "6 KB",
                "6 m",
                "6 GiB",
                "0x6",
                "1e3",
                "٦",
                "9223372036854775808",
                "18446744073709551615",
                "99999999999999999999",
                "a.txt 6",
                "size=6",
                "Status\\n6\\ndone",
                "7.5 files\\n6",
            })
    void sizeIsNotGuessed(String text) {
        assertThat(ReplyParser.size(reply(213, text))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "20260305211807, 2026-03-05T21:18:07Z",
        "20260305211807.25, 2026-03-05T21:18:07.25Z",
        "'20260305211807,25', 2026-03-05T21:18:07.25Z",
        "20260305211807.1234567891234, 2026-03-05T21:18:07.123456789Z",
        "' 20260305211807 ', 2026-03-05T21:18:07Z",
        "20260305211807 GMT, 2026-03-05T21:18:07Z",
        "20260305211807.250 UTC, 2026-03-05T21:18:07.25Z",
        "20260305211807Z, 2026-03-05T21:18:07Z",
        "20260305211807 a.txt, 2026-03-05T21:18:07Z",
        "'20260305211807 (modified)', 2026-03-05T21:18:07Z",
        "'20260305211807\\ndone', 2026-03-05T21:18:07Z",
        "191260305211807, 2026-03-05T21:18:07Z",
        "191000305211807.5, 2000-03-05T21:18:07.5Z",
        "19120305211807, 1912-03-05T21:18:07Z",
        "19700101000000, 1970-01-01T00:00:00Z",
    })
    void timeIsRead(String text, Instant time) {
        assertThat(ReplyParser.time(reply(213, text))).contains(time);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "2026030521180",
                "202603052118070",
                "181260305211807",
                "20261305211807",
                "20260230211807",
                "20260305251807",
                "-20260305211807",
                "20260305211807.",
                "20260305211807+0200",
                "20260305211807 +0200",
                "20260305211807 -5",
                "20260305211807 CET",
                "20260305211807 (CET)",
                "20260305211807 GMT+2",
                "20260305211807 7",
                "20260305211807x",
                "٢٠٢٦٠٣٠٥٢١١٨٠٧",
                "a.txt 20260305211807",
            })
    void timeIsNotGuessed(String text) {
        assertThat(ReplyParser.time(reply(213, text))).isEmpty();
    }

    @Test
    void refusalHasNoValue() {
        assertThat(ReplyParser.size(reply(550, "6"))).isEmpty();
        assertThat(ReplyParser.time(reply(550, "20260305211807"))).isEmpty();
    }

    @Property
    void everyPortIsReadInBothForms(@ForAll @IntRange(min = 1, max = 65_535) int port) {
        var six = "ok (10,0,0,1," + port / 256 + "," + port % 256 + ")";
        assertThat(ReplyParser.port(reply(227, six))).isEqualTo(OptionalInt.of(port));
        assertThat(ReplyParser.port(reply(229, "ok (|||" + port + "|)"))).isEqualTo(OptionalInt.of(port));
    }

    @Property
    void anyTextHasAValueInRangeOrNone(@ForAll @StringLength(max = 60) @CharRange(from = '\t', to = '~') String text) {
        assertThat(ReplyParser.port(reply(227, text)).orElse(1)).isBetween(1, 65_535);
        assertThat(ReplyParser.port(reply(229, text)).orElse(1)).isBetween(1, 65_535);
        assertThat(ReplyParser.size(reply(213, text)).orElse(0)).isNotNegative();
        assertThat(ReplyParser.path(reply(257, text)).orElse("/")).isNotEmpty().doesNotContain("\n", "\r");
        assertThat(ReplyParser.time(reply(213, text))).isNotNull();
    }

    @Test
    void portStandsAtTheBeginning() {
        assertThat(ReplyParser.port(reply(229, " ".repeat(8000) + "(|||1025|)")))
                .hasValue(1025);
        assertThat(ReplyParser.port(reply(229, " ".repeat(9000) + "(|||1025|)")))
                .isEmpty();
        assertThat(ReplyParser.port(reply(227, " ".repeat(9000) + "(127,0,0,1,4,1)")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1", "1,", "1 , ", " ", "|", "||", "|1", "'", "'/", "/", "/ is ", "\"", "\"\"", "1 ", "a:", ":"})
    void longTextTakesLinearTime(String piece) {
        var text = piece.repeat(400_000);
        var time = CpuTime.of(() -> {
            for (int code : List.of(213, 227, 229, 257)) {
                var reply = reply(code, text);
                assertThat(ReplyParser.size(reply)).isEqualTo(OptionalLong.empty());
                ReplyParser.port(reply);
                ReplyParser.path(reply);
                ReplyParser.time(reply);
            }
        });
        assertThat(time).isLessThan(Duration.ofSeconds(5));
    }
}
