package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.ftplab.testing.CuttingRelay;
import io.github.ftplab.testing.FakeServer;
import io.github.ftplab.testing.Given;
import io.github.ftplab.testing.Promptly;
import io.github.ftplab.testing.WithServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Connections that break at any point. */
@Timeout(120)
@WithServer
class BrokenLineTest {

    @TempDir
    Path directory;

    @Given
    FakeServer server;

    private void run(int port, Path target) {
        var builder = FtpClient.builder().replyTimeout(Duration.ofMinutes(5)).dataTimeout(Duration.ofMinutes(5));
        try (var ftp = builder.connect("127.0.0.1", port)) {
            ftp.login("test", "potato");
            assertThat(ftp.nlst()).containsExactly("a.txt");
            ftp.download("a.txt", target);
            ftp.writeText("b.txt", "hello");
            ftp.quit();
        }
    }

    @ParameterizedTest
    @EnumSource
    void lineThatBreaksAfterAnyByteOfEitherSideIsAnErrorInTimeAndLeavesNoHalfFile(CuttingRelay.Side side)
            throws IOException {
        server.on("NLST", (talk, argument) -> talk.sendData("a.txt\r\n"))
                .on("SIZE", "213 5")
                .on("RETR", (talk, argument) -> talk.sendData("hello"))
                .on("STOR", (talk, argument) -> talk.takeData());
        long whole;
        try (var relay = new CuttingRelay(server.port(), side, Long.MAX_VALUE)) {
            run(relay.port(), directory.resolve("whole"));
            whole = relay.passed();
        }
        assertThat(whole).isGreaterThan(80);
        for (long cut = 0; cut < whole; cut++) {
            var target = directory.resolve("cut-" + cut);
            long began = System.nanoTime();
            try (var relay = new CuttingRelay(server.port(), side, cut)) {
                var failure = catchThrowable(() -> run(relay.port(), target));
                // The ports in replies may have fewer digits than before, so that the session takes fewer bytes; and a
                // server that sees the end of the connection replies to what it has received of SIZE, and need not
                // reply
                // to QUIT.
                boolean mayBeWhole = cut > whole - "SIZE b.txt\r\nQUIT\r\n".length();
                assertThat(failure == null ? mayBeWhole : failure instanceof FtpException)
                        .as("after %d bytes: %s", cut, failure)
                        .isTrue();
            }
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Promptly.AT_MOST);
            if (Files.exists(target)) {
                assertThat(target).hasContent("hello");
            }
        }
        try (var files = Files.list(directory)) {
            assertThat(files).noneMatch(file -> file.toString().endsWith(".part"));
        }
    }

    @Test
    void abortEndsATransferAndLeavesTheSessionUsable() throws Exception {
        var begun = new CountDownLatch(1);
        server.on("RETR", (talk, argument) -> {
            try (var data = talk.beginData()) {
                data.getOutputStream().write(new byte[1000]);
                begun.countDown();
                assertThat(data.getInputStream().read()).isEqualTo(-1);
            } catch (IOException e) {
                // a reset ends it too
            }
            talk.say("426 broken off");
        });
        try (var ftp = FtpClient.connect("127.0.0.1", server.port()).login("test", "potato")) {
            ftp.abort();
            var target = directory.resolve("a");
            var download = CompletableFuture.supplyAsync(() -> ftp.download("a", target));
            begun.await();
            while (!download.isDone()) {
                ftp.abort();
                Thread.onSpinWait();
            }
            assertThat(download)
                    .failsWithin(30, TimeUnit.SECONDS)
                    .withThrowableThat()
                    .withMessageContaining("ended by abort()");
            assertThat(ftp.pwd()).isEqualTo("/");
            assertThat(directory).isEmptyDirectory();
        }
    }

    @Test
    void contentsAreComparedByDigestIfAsked() throws IOException {
        server.on("FEAT", "211-Features:\r\n XCRC\r\n XMD5\r\n211 End")
                .on("RETR", (talk, argument) -> talk.sendData("hello"))
                .on("STOR", (talk, argument) -> talk.takeData())
                .on("XMD5", "250 5D41402ABC4B2A76B9719D911017C592");
        try (var ftp = FtpClient.connect("127.0.0.1", server.port()).login("test", "potato")) {
            var target = directory.resolve("a");
            assertThat(ftp.download("a", target, TransferOption.VERIFY).check()).isEqualTo(Transfer.Check.DIGEST);
            assertThat(ftp.upload(target, "a", TransferOption.VERIFY).check()).isEqualTo(Transfer.Check.DIGEST);
            server.on("XMD5", "250 00000000000000000000000000000000");
            assertThatExceptionOfType(FtpException.Connection.class)
                    .isThrownBy(() -> ftp.download("a", directory.resolve("b"), TransferOption.VERIFY))
                    .withMessageContaining("the contents differ");
            assertThat(directory.resolve("b")).doesNotExist();
        }
    }

    @Test
    void digestIsChosenAsTheServerOffersIt() throws IOException {
        var file = Files.writeString(directory.resolve("a"), "hello");
        server.on("STOR", (talk, argument) -> talk.takeData());
        server.on("FEAT", "211-Features:\r\n HASH SHA-1;SHA-256*;MD5\r\n211 End")
                .on("HASH", "213 SHA-256 0-5 2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824 a");
        try (var ftp = FtpClient.connect("127.0.0.1", server.port()).login("test", "potato")) {
            assertThat(ftp.upload(file, "a", TransferOption.VERIFY).check()).isEqualTo(Transfer.Check.DIGEST);
        }
        server.on("FEAT", "211-Features:\r\n XCRC\r\n211 End").on("XCRC", "250 3610A686");
        try (var ftp = FtpClient.connect("127.0.0.1", server.port()).login("test", "potato")) {
            assertThat(ftp.upload(file, "a", TransferOption.VERIFY).check()).isEqualTo(Transfer.Check.DIGEST);
        }
        server.on("FEAT", "500 no");
        try (var ftp = FtpClient.connect("127.0.0.1", server.port()).login("test", "potato")) {
            assertThatExceptionOfType(FtpException.Refused.class)
                    .isThrownBy(() -> ftp.upload(file, "a", TransferOption.VERIFY))
                    .withMessageContaining("no digest");
        }
    }
}
