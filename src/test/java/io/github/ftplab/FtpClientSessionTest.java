package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.ftplab.testing.Alone;
import io.github.ftplab.testing.Promptly;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How a session ends, and its use by several threads. */
class FtpClientSessionTest extends FtpClientFixture {

    @Test
    void afterQuitEachCallSaysSo() {
        var ftp = login();
        ftp.quit();
        assertThatIllegalStateException()
                .isThrownBy(ftp::dir)
                .withMessageContainingAll(
                        "cannot list the current directory", "was closed by quit()", "begin a new one");
        assertThatIllegalStateException().isThrownBy(ftp::quit);
        assertThat(ftp.toString()).endsWith("(closed)");
        ftp.close();
    }

    @Test
    void closeSaysGoodbyeOnce() {
        var ftp = login();
        ftp.close();
        ftp.close();
        assertThat(server.commands()).containsOnlyOnce("QUIT");
        assertThatIllegalStateException().isThrownBy(ftp::pwd).withMessageContaining("closed by close()");
        await().until(() -> server.openSockets() == 0);
    }

    @Alone
    @Test
    void closeDoesNotWaitForAServerThatHangs() {
        server.on("QUIT", (talk, argument) -> {});
        var ftp = login();
        long began = System.nanoTime();
        ftp.close();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Promptly.within(Duration.ofSeconds(3)));
    }

    @Test
    void closeFromAnotherThreadEndsATransfer() throws Exception {
        var begun = new CountDownLatch(1);
        server.on("RETR", (talk, argument) -> {
            var data = talk.beginData();
            begun.countDown();
            waitForEnd(data);
        });
        var ftp = login();
        var download = CompletableFuture.supplyAsync(() -> ftp.download("a", directory));
        begun.await();
        ftp.close();
        assertThat(download)
                .failsWithin(Promptly.AT_MOST)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(FtpException.Connection.class)
                .withMessageContaining("closed by close() meanwhile");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void interruptionEndsATransferAndLeavesTheSessionUsable() throws Exception {
        var begun = new CountDownLatch(1);
        server.on("RETR", (talk, argument) -> {
            var data = talk.beginData();
            begun.countDown();
            waitForEnd(data);
            talk.say("426 broken");
        });
        var ftp = login();
        var executor = Executors.newSingleThreadExecutor();
        try {
            Future<?> download = executor.submit(() -> ftp.download("a", directory));
            begun.await();
            executor.shutdownNow();
            assertThatThrownBy(() -> download.get(30, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(FtpException.Connection.class)
                    .hasMessageContaining("interrupted");
        } finally {
            executor.shutdownNow();
        }
        assertThat(ftp.pwd()).isEqualTo("/");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void threadsTakeTurnsAndGetTheirOwnReplies() throws Exception {
        server.on("CWD", (talk, argument) -> talk.say("250 " + argument));
        server.on("RETR", (talk, argument) -> talk.sendData(argument.repeat(100)));
        var ftp = login();
        var executor = Executors.newFixedThreadPool(8);
        try {
            var all = new ArrayList<Future<?>>();
            for (int i = 0; i < 200; i++) {
                var name = "n" + i;
                all.add(executor.submit(() -> assertThat(ftp.cd(name)).hasToString("250 " + name)));
                all.add(executor.submit(() -> assertThat(ftp.download(name, directory.resolve(name))
                                .local()
                                .orElseThrow())
                        .hasContent(name.repeat(100))));
                all.add(executor.submit(() -> assertThat(ftp.readText(name)).isEqualTo(name.repeat(100))));
                all.add(executor.submit(() -> assertThat(ftp.readBytes(name)).hasSize(100 * name.length())));
            }
            for (var one : all) {
                one.get();
            }
        } finally {
            executor.shutdownNow();
        }
    }
}
