package io.github.ftplab.internal.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class LineEndsTest {

    @ParameterizedTest
    @CsvSource({
        "'a\n', 'a\r\n'",
        "'\n\n', '\r\n\r\n'",
        "'a\r\n', 'a\r\n'",
        "'a\rb', 'a\rb'",
        "'\r\r\n', '\r\r\n'",
        "'a', 'a'",
        "'', ''"
    })
    void encodingMakesEachLineEndCrLf(String file, String wire) {
        assertThat(encode(file, 100)).isEqualTo(wire);
    }

    @ParameterizedTest
    @CsvSource({
        "'a\r\n', 'a\n'",
        "'\r\n\r\n', '\n\n'",
        "'a\nb', 'a\nb'",
        "'a\rb', 'a\rb'",
        "'a\r', 'a\r'",
        "'\r\r\n', '\r\n'",
        "'\r\r\r', '\r\r\r'",
        "'', ''"
    })
    void decodingMakesEachCrLfALineFeed(String wire, String file) {
        assertThat(decode(wire, 100)).isEqualTo(file);
    }

    /** The result is the same for all buffer sizes. */
    @Test
    void pairsThatTwoBuffersShareAreKeptTogether() {
        var file = "one\ntwo\r\nthree\rfour\n\n\r\r\nfive\r";
        var wire = encode(file, 1000);
        var back = decode(wire, 1000);
        for (int size = 2; size < 12; size++) {
            assertThat(encode(file, size)).as("buffers of " + size).isEqualTo(wire);
            assertThat(decode(wire, size)).as("buffers of " + size).isEqualTo(back);
        }
    }

    private static String encode(String text, int size) {
        var encoder = new LineEnds();
        var from = ByteBuffer.wrap(text.getBytes(ISO_8859_1));
        var to = ByteBuffer.allocate(size);
        var all = new StringBuilder();
        while (from.hasRemaining()) {
            encoder.encode(from, to);
            drain(to, all);
        }
        return all.toString();
    }

    private static String decode(String text, int size) {
        var decoder = new LineEnds();
        var from = ByteBuffer.wrap(text.getBytes(ISO_8859_1));
        var to = ByteBuffer.allocate(size);
        var all = new StringBuilder();
        while (from.hasRemaining()) {
            decoder.decode(from, to);
            drain(to, all);
        }
        decoder.finishDecoding(to);
        drain(to, all);
        return all.toString();
    }

    private static void drain(ByteBuffer buffer, StringBuilder to) {
        to.append(ISO_8859_1.decode(buffer.flip()));
        buffer.clear();
    }

    @ParameterizedTest
    @CsvSource({
        "a\\nb\\n, 6, true",
        "a\\nb\\n, 5, false",
        "a\\nb\\n, 4, false",
        "a\\r\\nb\\r\\n, 4, true",
        "a\\r\\nb\\r\\n, 5, false",
        "a\\r\\nb\\n, 6, true",
        "a\\r\\nb\\n, 4, true",
        "ab, 3, false",
    })
    void copyOfOtherSizeMayHaveOtherLineEnds(String text, long size, boolean translated, @TempDir Path directory)
            throws IOException {
        var file = Files.writeString(directory.resolve("file"), text.translateEscapes());
        try (var channel = Files.newByteChannel(file)) {
            assertThat(LineEnds.areTranslated(channel, size)).isEqualTo(translated);
        }
    }
}
