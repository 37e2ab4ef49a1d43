package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ftplab.TransferProgress.Phase;
import io.github.ftplab.testing.FakeServer;
import io.github.ftplab.testing.Given;
import io.github.ftplab.testing.Servers;
import io.github.ftplab.testing.WithServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The progress reports of a transfer, its result, and the limits of its rate. */
@WithServer
class TransferProgressTest {

    private static final byte[] MEGABYTE = new byte[1_000_000];

    @Given
    Path home;

    @Given
    Servers servers;

    @TempDir
    Path here;

    @Given
    FakeServer fake;

    private final List<TransferProgress> told = new ArrayList<>();

    private FtpClient connect(FtpClientBuilder builder) {
        var server = servers.start(usual -> usual);
        return builder.onProgress(told::add).connect("127.0.0.1", server.port()).login("test", "potato");
    }

    private void assertToldOf(Transfer.Direction direction, String remote, long bytes, OptionalLong total) {
        assertThat(told).allSatisfy(progress -> {
            assertThat(progress.direction()).isEqualTo(direction);
            assertThat(progress.remote()).isEqualTo(remote);
        });
        assertThat(told.get(0).bytes()).isZero();
        assertThat(told.get(0).phase()).isEqualTo(Phase.RUNNING);
        var last = told.get(told.size() - 1);
        assertThat(last.phase()).isEqualTo(Phase.DONE);
        assertThat(last.bytes()).isEqualTo(bytes);
        assertThat(last.total()).isEqualTo(total);
        assertThat(told).isSortedAccordingTo(Comparator.comparingLong(TransferProgress::bytes));
        told.clear();
    }

    @Test
    void eachTransferTellsItsBeginningAndItsEnd() throws IOException {
        var file = Files.write(here.resolve("a"), MEGABYTE);
        var all = OptionalLong.of(MEGABYTE.length);
        try (var ftp = connect(FtpClient.builder())) {
            ftp.upload(file, "up");
            assertToldOf(Transfer.Direction.UPLOAD, "up", MEGABYTE.length, all);
            ftp.append(file, "up");
            assertToldOf(Transfer.Direction.UPLOAD, "up", MEGABYTE.length, all);
            ftp.uploadUnique(file);
            assertToldOf(Transfer.Direction.UPLOAD, "", MEGABYTE.length, all);
            ftp.upload(new ByteArrayInputStream(MEGABYTE), "stream");
            assertToldOf(Transfer.Direction.UPLOAD, "stream", MEGABYTE.length, OptionalLong.empty());
            ftp.download("stream", here.resolve("b"));
            assertToldOf(Transfer.Direction.DOWNLOAD, "stream", MEGABYTE.length, all);
            assertThat(ftp.readBytes("stream")).hasSameSizeAs(MEGABYTE);
            assertToldOf(Transfer.Direction.DOWNLOAD, "stream", MEGABYTE.length, OptionalLong.empty());
            try (var out = ftp.write("written")) {
                out.write(MEGABYTE);
            }
            assertToldOf(Transfer.Direction.UPLOAD, "written", MEGABYTE.length, OptionalLong.empty());
            ftp.dir();
            assertThat(told).isEmpty();
        }
    }

    @Test
    void resumedTransferTellsWhereItBegan() throws IOException {
        Files.write(home.resolve("a"), MEGABYTE);
        Files.write(here.resolve(".a.part"), new byte[400_000]);
        try (var ftp = connect(FtpClient.builder())) {
            ftp.download("a", here, TransferOption.RESUME);
        }
        assertThat(told).allSatisfy(progress -> assertThat(progress.offset()).isEqualTo(400_000));
        assertThat(told.get(told.size() - 1).position()).isEqualTo(1_000_000);
    }

    @Test
    void failedTransferTellsSoAndTheListenerCanBeChanged() throws IOException {
        fake.on("RETR", (talk, argument) -> {
            try (var data = talk.beginData()) {
                data.getOutputStream().write(1);
            }
            talk.say("426 broken");
        });
        try (var ftp = FtpClient.connect("127.0.0.1", fake.port()).login("test", "potato")) {
            ftp.onProgress(told::add);
            assertThatThrownBy(() -> ftp.download("a", here)).isInstanceOf(FtpException.class);
            assertThat(told).last().extracting(TransferProgress::phase).isEqualTo(Phase.FAILED);
        }
    }

    @Test
    void listenerThatThrowsEndsTheTransferAndIsHeardAndTheSessionGoesOn() throws IOException {
        Files.write(home.resolve("a"), MEGABYTE);
        try (var ftp = connect(FtpClient.builder())) {
            ftp.onProgress(progress -> {
                throw new IllegalArgumentException("enough");
            });
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ftp.download("a", here))
                    .withMessage("enough");
            assertThat(here).isEmptyDirectory();
            ftp.onProgress(progress -> ftp.pwd());
            assertThatIllegalStateException()
                    .isThrownBy(() -> ftp.download("a", here))
                    .withMessageContaining("busy");
            assertThat(here).isEmptyDirectory();
            assertThat(ftp.pwd()).isEqualTo("/");
        }
    }

    @Test
    void samplesGoFromTheFirstByteToTheLastAndAreFewWhateverTheSize() throws IOException {
        var large = Files.write(here.resolve("large"), new byte[60_000_000]);
        try (var ftp = connect(FtpClient.builder())) {
            for (var transfer : List.of(
                    ftp.upload(large, "large"), ftp.download("large", here.resolve("back")), ftp.upload(large, "b"))) {
                assertThat(transfer.samples())
                        .hasSizeBetween(2, 201)
                        .first()
                        .isEqualTo(Transfer.Sample.of(Duration.ZERO, 0));
                assertThat(transfer.samples()).last().satisfies(last -> {
                    assertThat(last.bytes()).isEqualTo(60_000_000);
                    assertThat(last.at()).isLessThanOrEqualTo(transfer.duration());
                });
                assertThat(transfer.samples())
                        .isSortedAccordingTo(Comparator.comparing(Transfer.Sample::at))
                        .isSortedAccordingTo(Comparator.comparingLong(Transfer.Sample::bytes));
            }
        }
    }

    @Test
    void limitsHoldBothWaysAndAreReportedOnTheWay() throws IOException {
        var builder = FtpClient.builder().downloadRate(500_000).uploadRate(500_000);
        var file = Files.write(here.resolve("a"), new byte[400_000]);
        try (var ftp = connect(builder)) {
            assertThat(ftp.upload(file, "a").duration()).isGreaterThan(Duration.ofMillis(650));
            assertThat(told).hasSizeGreaterThan(3);
            assertThat(told.get(2).timeLeft()).isPresent();
            assertThat(told.get(2).toString()).matches("a: .* KB of 400 KB, .* KB/s, .* left");
            told.clear();
            assertThat(ftp.download("a", here.resolve("b")).duration()).isGreaterThan(Duration.ofMillis(650));
            assertThat(told).hasSizeBetween(3, 60);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FtpClient.builder().uploadRate(0));
    }

    @Test
    void slowedTransferIsAbortedAndInterruptedAtOnce() throws Exception {
        Files.write(home.resolve("a"), MEGABYTE);
        try (var ftp = connect(FtpClient.builder().downloadRate(1000))) {
            for (var end : List.<Consumer<Thread>>of(thread -> ftp.abort(), Thread::interrupt)) {
                var begun = new CountDownLatch(1);
                ftp.onProgress(progress -> begun.countDown());
                var failure = new CompletableFuture<Throwable>();
                var thread = new Thread(() -> {
                    try {
                        ftp.download("a", here);
                    } catch (FtpException e) {
                        failure.complete(e);
                    }
                });
                thread.start();
                begun.await();
                end.accept(thread);
                assertThat(failure.get(30, TimeUnit.SECONDS)).hasMessageMatching(".*(abort|interrupt).*");
                thread.join();
                assertThat(ftp.pwd()).isEqualTo("/");
            }
        }
        assertThat(here).isEmptyDirectory();
    }
}
