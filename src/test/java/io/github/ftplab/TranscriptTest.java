package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.ftplab.testing.FakeServer;
import io.github.ftplab.testing.Given;
import io.github.ftplab.testing.Promptly;
import io.github.ftplab.testing.WithServer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@WithServer
class TranscriptTest {

    @TempDir
    Path directory;

    @Given
    FakeServer server;

    private FtpClient login(String password) {
        return FtpClient.connect("127.0.0.1", server.port()).login("test", password);
    }

    private static List<String> lines(Transcript transcript) {
        return transcript.toString().lines().toList();
    }

    @Test
    void showsCommandsAndRepliesInTheirOrder() {
        var ftp = login("potato");
        ftp.quit();
        assertThat(ftp.transcript())
                .extracting(Object::toString)
                .containsExactly(
                        "< 220 ready",
                        "> USER test",
                        "< 331 password please",
                        "> PASS ****",
                        "< 230 welcome",
                        "> FEAT",
                        "< 211-Features:\n<  UTF8\n< 211 End",
                        "> OPTS UTF8 ON",
                        "< 200 fine",
                        "> TYPE I",
                        "< 200 fine",
                        "> QUIT",
                        "< 221 bye");
    }

    @Test
    void textHasTheSecondsBeforeEachEntry() {
        try (var ftp = login("potato")) {
            assertThat(lines(ftp.transcript()))
                    .anySatisfy(line -> assertThat(line).matches(" +\\d+\\.\\d{3} > PASS \\*{4}"))
                    .anySatisfy(line -> assertThat(line).matches(" {9}<  UTF8"));
        }
    }

    @Test
    void passwordIsNowhere() {
        server.on("PASS", "530 no");
        var ftp = FtpClient.connect("127.0.0.1", server.port());
        var e = catchThrowable(() -> ftp.login("test", "s3cret with spaces"));
        assertThat(e).hasMessageNotContaining("s3cret");
        assertThat(ftp.transcript().toString()).doesNotContain("s3cret").doesNotContain("spaces");
        ftp.close();
    }

    @Test
    void dataConnectionIsShownWithWhatItMoved() {
        server.on("RETR", (talk, argument) -> talk.sendData("hello\n"));
        try (var ftp = login("potato")) {
            ftp.download("a", directory);
            var data = ftp.transcript().entries().stream()
                    .filter(Transcript.Data.class::isInstance)
                    .map(Transcript.Data.class::cast)
                    .toList();
            assertThat(data).singleElement().satisfies(one -> {
                assertThat(one.mode()).isEqualTo(Transcript.Mode.PASSIVE);
                assertThat(one.direction()).isEqualTo(Transfer.Direction.DOWNLOAD);
                assertThat(one.bytes()).isEqualTo(6);
                assertThat(one.duration()).isLessThan(Promptly.AT_MOST);
                assertThat(one.toString())
                        .matches("\\* data passive 127\\.0\\.0\\.1:\\d+ ← 127\\.0\\.0\\.1:\\d+ \\(6 bytes, .*\\)");
            });
        }
    }

    @Test
    void passiveConnectionOpensBeforeTheCommandAndClosesBeforeTheFinalReply() {
        server.on("RETR", (talk, argument) -> talk.sendData("hello\n"));
        try (var ftp = login("potato")) {
            ftp.download("a", directory);
            assertThat(ftp.transcript().filter("RETR").entries().stream().map(TranscriptTest::kind))
                    .containsExactly("Opened", "> RETR a", "< 150", "Data", "< 226");
            assertThat(ftp.transcript().filter("retr").diagram().steps().stream()
                            .map(Diagram.Step::kind))
                    .containsExactly(
                            Diagram.Kind.OPEN_PASSIVE,
                            Diagram.Kind.COMMAND,
                            Diagram.Kind.REPLY,
                            Diagram.Kind.DOWNLOAD,
                            Diagram.Kind.REPLY);
        }
    }

    @Test
    void refusedCommandLeavesAConnectionThatMovedNothing() {
        server.on("RETR", "550 no");
        try (var ftp = login("potato")) {
            assertThatExceptionOfType(FtpException.Refused.class).isThrownBy(() -> ftp.download("a", directory));
            assertThat(ftp.transcript().last(4).entries().stream().map(TranscriptTest::kind))
                    .containsExactly("Opened", "> RETR a", "< 550", "Data");
            assertThat(ftp.transcript().last(1).toString()).contains("(0 bytes, ");
        }
    }

    private static String kind(Transcript.Entry entry) {
        var text = entry.toString();
        return entry instanceof Transcript.Received
                ? text.substring(0, 5)
                : entry instanceof Transcript.Sent ? text : entry.getClass().getSimpleName();
    }

    @Test
    void lastAndFilterCountWhatTheyLeaveOut() {
        try (var ftp = login("potato")) {
            var all = ftp.transcript();
            assertThat(all.last(2).entries()).hasSize(2);
            assertThat(all.last(2).omitted()).isEqualTo(all.entries().size() - 2);
            assertThat(all.last(1_000)).isEqualTo(all);
            assertThat(all.filter("pass").entries())
                    .extracting(Object::toString)
                    .containsExactly("> PASS ****", "< 230 welcome");
            assertThat(all.filter("nothing").entries()).isEmpty();
            assertThatIllegalArgumentException().isThrownBy(() -> all.last(-1)).withMessageContaining("-1");
        }
    }

    @Test
    void isASnapshotThatDoesNotChange() {
        try (var ftp = login("potato")) {
            var before = ftp.transcript();
            int size = before.entries().size();
            ftp.pwd();
            assertThat(before.entries()).hasSize(size);
            assertThat(ftp.transcript().entries()).hasSize(size + 2);
        }
    }

    @Test
    void longSessionLosesItsBeginningAndLongRepliesTheirEnd() {
        server.on("CWD", "250 " + "x".repeat(20_000));
        try (var ftp = login("potato")) {
            ftp.cd("x");
            assertThat(ftp.transcript().toString()).contains("xxx …").hasSizeLessThan(15_000);
            for (int i = 0; i < 5_000; i++) {
                ftp.pwd();
            }
            assertThat(ftp.transcript().entries()).hasSize(10_000);
            assertThat(ftp.transcript().omitted()).isPositive();
            assertThat(lines(ftp.transcript()).get(0)).matches("… \\d+ earlier entries");
        }
    }
}
