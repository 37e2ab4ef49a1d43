package io.github.ftplab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ftplab.testing.Given;
import io.github.ftplab.testing.RawClient;
import io.github.ftplab.testing.Servers;
import io.github.ftplab.testing.WithServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The JVM's language, with digits, letters' cases or a calendar of its own, is seen neither on the wire nor in a text. */
@WithServer
class ForeignLocaleTest {

    private final Locale before = Locale.getDefault();

    @Given
    Path home;

    @Given
    FtpServer server;

    @Given
    Servers servers;

    @Given
    FtpClient client;

    @BeforeEach
    void fill() throws IOException {
        Files.writeString(home.resolve("a.txt"), "hello\n");
        Files.createDirectory(home.resolve("dir"));
    }

    @AfterEach
    void restore() {
        Locale.setDefault(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ar-EG", "fa-IR", "tr-TR", "hi-IN-u-nu-deva", "th-TH-u-ca-buddhist-nu-thai"})
    void repliesAreInAscii(String language) throws IOException {
        Locale.setDefault(Locale.forLanguageTag(language));
        var limited = servers.start(builder -> builder.limits(
                ServerLimits.DEFAULT.perUser(1).connections(3).perAddress(2).loginDelay(java.time.Duration.ZERO)));
        var replies = new ArrayList<String>();
        try (var raw = RawClient.connect(limited);
                var second = RawClient.connect(limited);
                var third = RawClient.connect(limited)) {
            replies.add(raw.greeting());
            replies.add(third.greeting());
            for (var line : List.of(
                    "user test",
                    "pass potato",
                    "type i",
                    "feat",
                    "help",
                    "syst",
                    "pwd",
                    "site chmod 640 a.txt",
                    "size a.txt",
                    "mdtm a.txt",
                    "mfmt 20260102030405 a.txt",
                    "mlst a.txt",
                    "hash a.txt",
                    "opts hash sha-512",
                    "hash a.txt",
                    "xcrc a.txt",
                    "xsha256 a.txt",
                    "xcrc \"a.txt\" 5 99",
                    "avbl",
                    "allo 5",
                    "stat",
                    "stat dir",
                    "stat a.txt",
                    "rest 99",
                    "stor a.txt",
                    "port 127,0,0,1,0,22",
                    "eprt |1|127.0.0.1|22|",
                    "port 192,0,2,1,200,1",
                    "mkd new",
                    "rnfr new",
                    "rnto newer",
                    "rmd newer",
                    "pasv",
                    "epsv")) {
                replies.add(raw.send(line));
            }
            for (var command : List.of("list", "mlsd", "nlst", "retr a.txt")) {
                var received = raw.receive(command);
                replies.addAll(List.of(received.opening(), received.text(), received.reply()));
            }
            replies.add(raw.transmit("stor b.txt", "b\n".getBytes(UTF_8)));
            second.send("USER test");
            replies.add(second.send("PASS wrong"));
            second.send("USER test");
            replies.add(second.send("PASS potato"));
            replies.add(raw.send("quit"));
        }
        assertThat(replies).allSatisfy(reply -> assertThat(reply).matches("(?s)\\p{ASCII}*"));
        assertThat(replies).filteredOn(reply -> reply.startsWith("500 ")).isEmpty();
        assertThat(limited.log().toString()).matches("(?s)\\p{ASCII}*");
        assertThat(limited + " " + limited.stats() + " " + limited.sessions()).matches("(?s)\\p{ASCII}*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ar-EG", "fa-IR", "tr-TR", "hi-IN-u-nu-deva", "th-TH-u-ca-buddhist-nu-thai"})
    void textsHaveOrdinaryDigits(String language) throws IOException {
        Locale.setDefault(Locale.forLanguageTag(language));
        var texts = new ArrayList<Object>();
        texts.add(client.upload(home.resolve("a.txt"), "dir/b.txt"));
        texts.add(client.download("a.txt", home.resolveSibling("copy.txt")));
        texts.add(client.list());
        texts.add(client.list().iterator().next());
        texts.add(client.dir());
        texts.add(client.stat("a.txt"));
        texts.add(client.hash("a.txt"));
        texts.add(client.downloadDirectory("dir", home.resolveSibling("copies")));
        client.setModified("a.txt", java.time.Instant.parse("2026-01-02T03:04:05Z"));
        client.chmod("a.txt", "640");
        texts.add(client.transcript());
        texts.add(client.transcript().diagram());
        texts.add(server.sessions());
        texts.add(server.stats());
        texts.add(server);
        texts.add(server.log());

        assertThat(texts)
                .allSatisfy(text -> assertThat(text.toString().codePoints())
                        .as("%s", text)
                        .noneMatch(c -> c > 127 && Character.isDigit(c)));
        assertThat(client.stat("a.txt").modified()).hasToString("Optional[2026-01-02T03:04:05Z]");
    }
}
