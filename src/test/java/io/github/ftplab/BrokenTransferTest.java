package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.ftplab.testing.FakeServer;
import io.github.ftplab.testing.Given;
import io.github.ftplab.testing.WithServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Large transfers whose connection breaks at random points, which are the same in each run. */
@Timeout(120)
@WithServer
class BrokenTransferTest {

    private static final int SIZE = 2_000_000;
    private static final byte[] CONTENT = new byte[SIZE];

    @TempDir
    Path directory;

    private final Random random = new Random(7);

    @Given
    FakeServer server;

    private final ByteArrayOutputStream stored = new ByteArrayOutputStream();
    private volatile int offset;
    private final AtomicInteger breaks = new AtomicInteger();

    @BeforeEach
    void script() {
        new Random(1).nextBytes(CONTENT);
        server.on("FEAT", "211-Features:\r\n SIZE\r\n REST STREAM\r\n211 End")
                .on("SIZE", (talk, argument) -> talk.say("213 " + (argument.equals("up") ? stored.size() : SIZE)))
                .on("REST", (talk, argument) -> {
                    offset = Integer.parseInt(argument);
                    talk.say("350 go on");
                })
                .on("RETR", this::retrieve)
                .on("STOR", this::store)
                .on("APPE", (talk, argument) -> {
                    offset = stored.size();
                    store(talk, argument);
                });
    }

    private void retrieve(FakeServer.Talk talk, String argument) throws IOException {
        int from = offset;
        offset = 0;
        boolean breaking = breaks.getAndDecrement() > 0;
        int until = breaking ? from + random.nextInt(SIZE - from) : SIZE;
        try (var data = talk.beginData()) {
            data.getOutputStream().write(CONTENT, from, until - from);
            if (breaking) {
                cut(data);
                talk.hangUp();
                return;
            }
        }
        talk.say("226 done");
    }

    private void store(FakeServer.Talk talk, String argument) throws IOException {
        int from = offset;
        offset = 0;
        var before = stored.toByteArray();
        stored.reset();
        stored.write(before, 0, Math.min(from, before.length));
        boolean breaking = breaks.getAndDecrement() > 0;
        int most = breaking ? random.nextInt(SIZE - from) : Integer.MAX_VALUE;
        try (var data = talk.beginData()) {
            stored.write(data.getInputStream().readNBytes(most));
            if (breaking) {
                cut(data);
                talk.hangUp();
                return;
            }
        }
        talk.say("226 done");
    }

    private static void cut(Socket data) throws IOException {
        data.setSoLinger(true, 0);
    }

    private FtpClient connect(FtpClientBuilder builder) {
        return builder.replyTimeout(Duration.ofSeconds(60))
                .dataTimeout(Duration.ofSeconds(60))
                .connect("127.0.0.1", server.port())
                .login("test", "potato");
    }

    @Test
    void brokenDownloadLeavesNothingInPlaceAndResumesToTheSameBytes() throws IOException {
        for (int i = 0; i < 15; i++) {
            var target = directory.resolve("a" + i);
            breaks.set(1);
            try (var ftp = connect(FtpClient.builder())) {
                assertThat(catchThrowable(() -> ftp.download("a", target, TransferOption.RESUME)))
                        .isInstanceOf(FtpException.class);
            }
            assertThat(target).doesNotExist();
            breaks.set(0);
            try (var ftp = connect(FtpClient.builder())) {
                ftp.download("a", target, TransferOption.RESUME);
            }
            assertThat(target).hasBinaryContent(CONTENT);
            breaks.set(1);
            try (var ftp = connect(FtpClient.builder())) {
                assertThat(catchThrowable(() -> ftp.download("a", directory.resolve("plain"))))
                        .isInstanceOf(FtpException.class);
            }
            try (var files = Files.list(directory)) {
                assertThat(files.map(path -> path.getFileName().toString())).allMatch(name -> name.matches("a\\d+"));
            }
        }
    }

    @Test
    void brokenUploadResumesToTheSameBytes() throws IOException {
        var file = Files.write(directory.resolve("file"), CONTENT);
        for (int i = 0; i < 15; i++) {
            stored.reset();
            breaks.set(1);
            try (var ftp = connect(FtpClient.builder())) {
                assertThat(catchThrowable(() -> ftp.upload(file, "up"))).isInstanceOf(FtpException.class);
            }
            try (var ftp = connect(FtpClient.builder())) {
                ftp.upload(file, "up", TransferOption.RESUME);
            }
            assertThat(stored.toByteArray()).isEqualTo(CONTENT);
        }
    }

    @Test
    void retryConnectsAgainAndGoesOnWhereItBroke() throws IOException {
        var file = Files.write(directory.resolve("file"), CONTENT);
        try (var ftp = connect(FtpClient.builder().retry(5, Duration.ofMillis(1)))) {
            for (int i = 0; i < 10; i++) {
                var target = directory.resolve("a");
                breaks.set(3);
                var down = ftp.download("a", target);
                assertThat(target).hasBinaryContent(CONTENT);
                assertThat(down.bytes()).isEqualTo(SIZE);
                assertThat(down.outcome()).isEqualTo(Transfer.Outcome.WHOLE);
                breaks.set(3);
                var up = ftp.upload(file, "up");
                assertThat(stored.toByteArray()).isEqualTo(CONTENT);
                assertThat(up.check()).isEqualTo(Transfer.Check.SIZE);
            }
            assertThat(server.commands()).anyMatch(line -> line.startsWith("REST "));
        }
    }

    @Test
    void uploadBeginsAnewWhereTheServerCannotGoOn() throws IOException {
        server.on("FEAT", "500 what?");
        var file = Files.write(directory.resolve("file"), CONTENT);
        try (var ftp = connect(FtpClient.builder().retry(2, Duration.ofMillis(1)))) {
            breaks.set(1);
            ftp.upload(file, "up");
            assertThat(stored.toByteArray()).isEqualTo(CONTENT);
            assertThat(server.commands()).noneMatch(line -> line.startsWith("REST "));
        }
    }

    @Test
    void whatMightBeDoneTwiceIsNeverTriedAgain() throws IOException {
        var file = Files.write(directory.resolve("file"), CONTENT);
        try (var ftp = connect(FtpClient.builder().retry(5, Duration.ofMillis(1)))) {
            breaks.set(1);
            assertThat(catchThrowable(() -> ftp.append(file, "up"))).isInstanceOf(FtpException.class);
            ftp.reconnect();
            breaks.set(1);
            assertThat(catchThrowable(() -> ftp.upload(new ByteArrayInputStream(CONTENT), "up")))
                    .isInstanceOf(FtpException.class);
            ftp.reconnect();
            server.on("DELE", (talk, argument) -> talk.hangUp());
            assertThat(catchThrowable(() -> ftp.delete("x"))).isInstanceOf(FtpException.Connection.class);
            assertThat(server.commands()).containsOnlyOnce("APPE up", "STOR up", "DELE x");
        }
    }

    @Test
    void retriesThatAllFailEndWithTheLastReason() {
        breaks.set(Integer.MAX_VALUE);
        try (var ftp = connect(FtpClient.builder().retry(2, Duration.ofMillis(1)))) {
            assertThat(catchThrowable(() -> ftp.download("a", directory.resolve("b"))))
                    .isInstanceOf(FtpException.class);
            assertThat(server.commands().stream().filter(line -> line.startsWith("RETR")))
                    .hasSize(3);
            assertThat(directory).isEmptyDirectory();
        }
    }
}
