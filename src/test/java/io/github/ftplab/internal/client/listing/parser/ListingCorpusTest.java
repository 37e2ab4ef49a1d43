package io.github.ftplab.internal.client.listing.parser;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ftplab.RemoteFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Listings of many servers, each read as a whole. */
@Timeout(60)
class ListingCorpusTest {

    private static final Instant NOW = Instant.parse("2026-11-26T10:00:00Z");
    private static final String ANYTHING = "?";

    /** An entry as it is to be read: type, size, time, target and name, each of which can be anything. */
    record Expected(List<String> fields) {

        void require(RemoteFile file) {
            require(0, file.type().name());
            require(
                    1,
                    text(
                            file.size().isEmpty()
                                    ? Optional.empty()
                                    : Optional.of(file.size().getAsLong())));
            require(2, text(file.modified()));
            require(3, text(file.target()));
            require(4, file.name());
        }

        private static String text(Optional<?> value) {
            return value.map(Object::toString).orElse("none");
        }

        private void require(int i, String actual) {
            if (!fields.get(i).equals(ANYTHING)) {
                assertThat(actual).isEqualTo(fields.get(i));
            }
        }
    }

    record Case(String title, String text, List<Expected> entries) {

        @Override
        public String toString() {
            return title;
        }
    }

    static Stream<Case> corpus() throws IOException {
        return Stream.concat(cases("corpus.txt"), cases("more.txt"));
    }

    private static Stream<Case> cases(String resource) throws IOException {
        var cases = new ArrayList<Case>();
        try (var in = ListingCorpusTest.class.getResourceAsStream("/listings/" + resource)) {
            var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (var part : text.substring(text.indexOf("\n# ") + 3).split("\n# ", -1)) {
                var bytes = new ByteArrayOutputStream();
                var entries = new ArrayList<Expected>();
                for (var line : part.split("\n", -1)) {
                    if (line.startsWith("< ")) {
                        bytes.write(unescaped(line.substring(2)));
                    } else if (line.startsWith("> ")) {
                        entries.add(expected(line.substring(2)));
                    }
                }
                cases.add(new Case(
                        part.substring(0, part.indexOf('\n')), bytes.toString(StandardCharsets.UTF_8), entries));
            }
        }
        return cases.stream();
    }

    private static Expected expected(String line) {
        return new Expected(Stream.of(line.split("\\|", 5))
                .map(field -> new String(unescaped(field), StandardCharsets.UTF_8))
                .toList());
    }

    private static byte[] unescaped(String text) {
        var bytes = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) != '\\') {
                bytes.writeBytes(String.valueOf(text.charAt(i)).getBytes(StandardCharsets.UTF_8));
            } else if (text.charAt(++i) == 'x') {
                bytes.write(Integer.parseInt(text, i + 1, i + 3, 16));
                i += 2;
            } else {
                bytes.write(
                        "\\rnt".indexOf(text.charAt(i)) == 0 ? '\\' : "\r\n\t".charAt("rnt".indexOf(text.charAt(i))));
            }
        }
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void entriesAreRead(Case listing) {
        var lines = new ArrayList<String>();
        for (var line : listing.text.split("\n", -1)) {
            var text = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
            if (!text.isEmpty()) {
                lines.add(text);
            }
        }
        var format = new ListFormat(listing.title.contains("MLSD"), NOW, ZoneOffset.UTC);
        var unread = new ArrayList<String>();
        var files = format.read(lines, "", unread::add);
        assertThat(files).as("unread: %s", unread).hasSameSizeAs(listing.entries);
        for (int i = 0; i < files.size(); i++) {
            listing.entries.get(i).require(files.get(i));
        }
    }
}
