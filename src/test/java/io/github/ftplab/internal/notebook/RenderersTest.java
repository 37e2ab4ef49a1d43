package io.github.ftplab.internal.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.ftplab.DirectoryTransfer;
import io.github.ftplab.Fault;
import io.github.ftplab.FtpException;
import io.github.ftplab.FtpServer;
import io.github.ftplab.Listings;
import io.github.ftplab.Permission;
import io.github.ftplab.RemoteFile;
import io.github.ftplab.Reply;
import io.github.ftplab.ServerLog;
import io.github.ftplab.ServerUser;
import io.github.ftplab.Transcript;
import io.github.ftplab.Transfer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for the looks of all values; the tests of the renderers have their own. */
class RenderersTest {

    static final Instant TIME = Instant.parse("2026-03-05T15:43:42Z");
    static final String HOSTILE = "<script>alert(1)</script>\" onmouseover='x' \u202Egpj.exe\nMKD \u001B[31mred";

    @Test
    void streamThatWasShownGivesWayToTheNextCall() throws IOException {
        try (var server = FtpServer.builder()
                        .port(0)
                        .user("test", "potato", FtpServer.inMemory(), "elradfmwM")
                        .start();
                var ftp = server.connect("test", "potato")) {
            ftp.writeText("a.txt", "hello");
            var in = ftp.read("a.txt");
            assertThatIllegalStateException().isThrownBy(ftp::pwd).withMessageContaining("read a.txt is still open");
            assertThat(html(in)).contains("an open stream to read a.txt", "close()", "readText(…)");
            assertThat(ftp.readText("a.txt")).isEqualTo("hello");
            assertThatIOException().isThrownBy(in::read).withMessageContaining("closed");
            var out = ftp.write("a.txt");
            assertThat(html(out)).contains("an open stream to write a.txt", "writeText(…)");
            assertThat(ftp.readText("a.txt")).as("what was there").isEqualTo("hello");
            out.close();
        }
    }

    @Test
    void singleValuesAndOptionalOnesHaveALook() {
        var file = Listings.file("a.txt", 6);

        assertThat(html(file)).contains("<bdi>a.txt</bdi>");
        assertThat(html(file.size())).contains("<p>6</p>");
        assertThat(html(file.owner())).contains("<p>");
        assertThat(html(file.target())).contains("(not known)");
        assertThat(html(Optional.of(file))).contains("<bdi>a.txt</bdi>");
        assertThat(html(ServerUser.of("test", Path.of("x"), Permission.ALL))).contains("<bdi>test</bdi>");
        assertThat(html(ServerLog.Entry.of(TIME, ServerLog.Level.INFO, "usual")))
                .contains("usual");
    }

    @Test
    void listsOfOtherThingsAreLeftAlone() {
        assertThat(Renderers.of(List.of(1, 2))).containsOnlyKeys(Renderers.TEXT);
        assertThat(Renderers.of(List.of())).containsOnlyKeys(Renderers.TEXT);
        assertThat(Renderers.of("text")).containsOnlyKeys(Renderers.TEXT);
    }

    static Stream<Object> hostileValues() {
        return Stream.of(
                Listings.of(Listings.link(HOSTILE, HOSTILE)),
                List.of(Listings.directory(HOSTILE)),
                transfer(HOSTILE),
                List.of(transfer(HOSTILE)),
                directory(HOSTILE, false),
                Reply.of(550, List.of(HOSTILE, HOSTILE)),
                Transcript.of(
                        TIME,
                        List.of(Transcript.Sent.of(TIME, HOSTILE), Transcript.Received.of(TIME, "550 " + HOSTILE)),
                        0),
                Transcript.of(TIME, List.of(Transcript.Sent.of(TIME, HOSTILE)), 0)
                        .diagram(),
                Transcript.of(TIME, List.of(Fault.Injected.of(TIME, HOSTILE)), 0),
                Transcript.of(TIME, List.of(Fault.Injected.of(TIME, HOSTILE)), 0)
                        .diagram(),
                transfer(HOSTILE).plot(),
                ServerLog.of(List.of(ServerLog.Entry.of(TIME, ServerLog.Level.ERROR, HOSTILE))),
                List.of(ServerUser.of(HOSTILE, Path.of("x"), Permission.ALL)),
                new FtpException.LocalFile(HOSTILE, null));
    }

    @ParameterizedTest
    @MethodSource("hostileValues")
    void whatComesFromTheNetworkIsNothingButText(Object value) {
        var body = html(value).substring(html(value).indexOf("</style>"));

        assertThat(body)
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot; onmouseover=&#39;x&#39; ")
                .contains("⟨U+202E⟩gpj.exe", "␛[31mred")
                .doesNotContain("<script", "\u202E", "\u001B", "' onmouseover", "\" onmouseover");
    }

    @Test
    void namesInAnyScriptStayAsTheyAre() {
        assertThat(Html.text("Grüße 文件 ملف 👩‍👩‍👧")).isEqualTo("Grüße 文件 ملف 👩‍👩‍👧");
    }

    @Test
    void lookThatFailsLeavesTheText() {
        var broken = RemoteFile.builder("a").modified(Instant.MAX).build();

        assertThat(Renderers.of(List.of(broken))).containsKey(Renderers.TEXT);
    }

    static Transfer transfer(String name) {
        return Transfer.builder(Transfer.Direction.DOWNLOAD, name)
                .local(Path.of("here.txt"))
                .bytes(6)
                .duration(Duration.ofMillis(3))
                .samples(List.of(Transfer.Sample.of(Duration.ZERO, 0), Transfer.Sample.of(Duration.ofMillis(3), 6)))
                .build();
    }

    static DirectoryTransfer directory(String name, boolean dryRun) {
        var failure = DirectoryTransfer.Failure.of(name, new FtpException.LocalFile("refused: " + name, null));
        return DirectoryTransfer.builder()
                .transfers(List.of(transfer(name)))
                .failures(List.of(failure))
                .deleted(List.of(name))
                .leftOut(List.of(name))
                .sessions(4)
                .duration(Duration.ofMillis(61))
                .dryRun(dryRun)
                .build();
    }

    static String html(Object value) {
        return String.valueOf(Renderers.of(value).get(Renderers.HTML));
    }
}
