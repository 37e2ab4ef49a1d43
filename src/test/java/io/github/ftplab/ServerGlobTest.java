package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.github.ftplab.testing.Given;
import io.github.ftplab.testing.RawClient;
import io.github.ftplab.testing.WithServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Patterns and options in the arguments of LIST and NLST. */
@WithServer
class ServerGlobTest {

    private static final String LONG_NAME = "a".repeat(250);

    @Given
    Path home;

    @Given
    FtpServer server;

    @Given
    RawClient client;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*a*a*a*a*ab",
                "*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*ab",
                "**a**a**a**a**a**a**ab",
                "*?*?*?*?*?*?*?*?*?*?*?*?b",
                "{a,aa}{a,aa}{a,aa}{a,aa}{a,aa}{a,aa}{a,aa}{a,aa}{a,aa}{a,aa}*{a,aa}{a,aa}{a,aa}{a,aa}b",
                "{a*,*a}{a*,*a}{a*,*a}{a*,*a}{a*,*a}{a*,*a}{a*,*a}{a*,*a}{a*,*a}{a*,*a}{a*,*a}{a*,*a}b",
            })
    void patternThatMatchesNearlyIsAnswered(String pattern) throws IOException {
        Files.createFile(home.resolve(LONG_NAME));
        assertThat(client.receive("NLST " + pattern).text()).isEmpty();
        assertThat(client.receive("LIST " + pattern).reply()).startsWith("226 ");
        Files.createFile(home.resolve("a".repeat(30) + "b"));
        assertThat(client.receive("NLST " + pattern).text()).isEqualTo("a".repeat(30) + "b\r\n");
        assertThat(client.send("NOOP")).startsWith("200 ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "*.txt b.txt,c\\d.txt",
                "?.txt b.txt",
                "[a-c].txt b.txt",
                "[!a-c]* [x]",
                "[!a-b]* [x],c\\d.txt",
                "c\\*.txt c\\d.txt",
                "[x] [x]",
                "*[x* -",
                "{b,nope}.t?t b.txt",
                ".h* .hidden",
                "*.TXT -",
                "*{ -",
                "*\\ -",
            })
    void patternMeansWhatItAlwaysHas(String pattern, String expected) throws IOException {
        for (var name : List.of("b.txt", "[x]", ".hidden", "c\\d.txt")) {
            Files.createFile(home.resolve(name));
        }
        List<String> wanted = expected.equals("-") ? List.of() : List.of(expected.split(",", -1));
        assertThat(client.receive("NLST " + pattern).text().lines()).containsExactlyInAnyOrderElementsOf(wanted);
    }

    /** Most file systems fail here anyway, as they look for a file of that name. */
    @Test
    void patternThatIsTooLongIsRefused() throws IOException {
        assertThat(client.receive("NLST " + "*a".repeat(200)).reply())
                .startsWith("550 ")
                .containsIgnoringCase("too long");
    }

    @Test
    void patternOrOptionsThatAreTooLongDoNoHarmWhereNamesMayHaveAnyLength() throws IOException {
        var name = "*a".repeat(200);
        try (var system = Jimfs.newFileSystem(Configuration.unix())) {
            var there = Files.createDirectory(system.getPath("/there"));
            Files.createFile(there.resolve(name));
            Files.createFile(there.resolve("aa"));
            server.addUser("jim", "potato", there, "elr");
            try (var other = RawClient.login(server, "jim", "potato")) {
                assertThat(other.receive("NLST " + name).text()).isEqualTo(name + "\r\n");
                assertThat(other.receive("NLST " + name + "*").reply())
                        .startsWith("550 ")
                        .contains("The pattern is longer than 255 characters");
                assertThat(other.receive("NLST a*").text()).isEqualTo("aa\r\n");
                assertThat(other.receive("NLST " + "-a ".repeat(2500) + "aa").text())
                        .isEqualTo("aa\r\n");
                assertThat(other.receive("NLST " + "-a".repeat(4000) + " aa").text())
                        .isEqualTo("aa\r\n");
            }
        }
    }

    @Test
    void optionsOfLsAreLeftOut() throws IOException {
        Files.createFile(home.resolve("b.txt"));
        assertThat(client.receive("NLST -CF -l1 *.txt").text()).isEqualTo("b.txt\r\n");
        assertThat(client.receive("NLST -la").text()).isEqualTo("b.txt\r\n");
        for (var noOptions : List.of("-C- b.txt", "-9", "-", "-- b.txt")) {
            assertThat(client.receive("NLST " + noOptions).reply())
                    .as(noOptions)
                    .startsWith("550 ");
        }
    }

    @Test
    void hostileAddressIsReadInLinearTime() throws IOException {
        assertThat(client.send("EPRT |2|" + ":".repeat(8000) + "x|1|")).startsWith("5");
        assertThat(client.send("NOOP")).startsWith("200 ");
    }
}
