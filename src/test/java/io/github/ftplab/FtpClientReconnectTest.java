package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.ftplab.testing.FakeServer;
import io.github.ftplab.testing.Promptly;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a session's end, its user and its directory when it is connected again. */
@Timeout(60)
class FtpClientReconnectTest extends FtpClientFixture {

    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);

    /** Answers the first time as usual, and then holds the client until released. */
    private FakeServer.Script secondTimeHeld(String reply) {
        var count = new AtomicInteger();
        return (talk, argument) -> {
            // AUTH SSL follows a refused AUTH TLS.
            if (!argument.equals("SSL") && count.incrementAndGet() > 1) {
                reached.countDown();
                hold();
            }
            talk.say(reply);
        };
    }

    private void hold() {
        try {
            assertThat(release.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private FtpClient loginAgainAndAgain() {
        return connect(patient().autoTls().retry(3, Duration.ofMillis(1))).login("test", "potato");
    }

    private void assertEnded(CompletableFuture<?> call, FtpClient ftp) {
        assertThat(call)
                .failsWithin(Promptly.AT_MOST)
                .withThrowableThat()
                .withCauseInstanceOf(FtpException.Connection.class);
        assertThat(ftp.isConnected()).isFalse();
        assertThatIllegalStateException().isThrownBy(ftp::pwd).withMessageContaining("closed by close()");
        assertThatIllegalStateException().isThrownBy(() -> ftp.inBackground().size("a"));
        await().until(() -> server.openSockets() == 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"AUTH", "USER", "PASS", "TYPE"})
    void closeWhileAnotherThreadReconnectsLeavesNoSession(String step) throws Exception {
        server.on("AUTH", "502 no");
        server.on(
                step,
                secondTimeHeld(
                        switch (step) {
                            case "AUTH" -> "502 no";
                            case "USER" -> "331 password please";
                            case "PASS" -> "230 welcome";
                            default -> "200 fine";
                        }));
        var ftp = loginAgainAndAgain();
        var call = CompletableFuture.runAsync(ftp::reconnect);
        assertThat(reached.await(30, TimeUnit.SECONDS)).isTrue();
        ftp.close();
        release.countDown();
        assertEnded(call, ftp);
    }

    @ParameterizedTest
    @ValueSource(strings = {"AUTH", "PASS"})
    void closeWhileACallIsRepeatedLeavesNoSession(String step) throws Exception {
        server.on("AUTH", "502 no").on("MDTM", (talk, argument) -> talk.hangUp());
        server.on(step, secondTimeHeld(step.equals("AUTH") ? "502 no" : "230 welcome"));
        var ftp = loginAgainAndAgain();
        var call = CompletableFuture.supplyAsync(() -> ftp.modified("a"));
        assertThat(reached.await(30, TimeUnit.SECONDS)).isTrue();
        ftp.close();
        release.countDown();
        assertEnded(call, ftp);
    }

    @Test
    void closeEndsTheWaitBeforeACallIsRepeated() throws Exception {
        server.on("MDTM", (talk, argument) -> {
            talk.hangUp();
            reached.countDown();
        });
        var ftp = FtpClient.builder()
                .retry(3, Duration.ofMinutes(1))
                .connect("127.0.0.1", server.port())
                .login("test", "potato");
        var call = CompletableFuture.supplyAsync(() -> ftp.modified("a"));
        assertThat(reached.await(30, TimeUnit.SECONDS)).isTrue();
        ftp.close();
        assertEnded(call, ftp);
        assertThat(server.commands()).containsOnlyOnce("USER test");
    }

    @Test
    void closeOfALostSessionIsTheUsersEnd() {
        server.on("MDTM", (talk, argument) -> talk.hangUp());
        var ftp = login();
        assertThatExceptionOfType(FtpException.Connection.class).isThrownBy(() -> ftp.modified("a"));
        assertThatExceptionOfType(FtpException.Connection.class).isThrownBy(ftp::pwd);
        ftp.close();
        assertThatIllegalStateException().isThrownBy(ftp::pwd).withMessageContaining("closed by close()");
        assertThatIllegalStateException().isThrownBy(() -> ftp.inBackground().size("a"));
        assertThat(server.commands()).containsOnlyOnce("USER test");
        assertThat(ftp.reconnect().pwd()).isEqualTo("/");
    }

    @Test
    void quitOfASessionThatIsBusyEndsNothing() throws IOException {
        server.on("RETR", (talk, argument) -> {
            waitForEnd(talk.beginData());
            talk.say("426 broken");
        });
        server.on("SIZE", "213 7");
        var ftp = login();
        try (var in = ftp.read("a")) {
            assertThat(in).isNotNull();
            assertThatIllegalStateException().isThrownBy(ftp::quit).withMessageContaining("stream");
            assertThat(ftp.inBackground().size("a").join()).isEqualTo(7);
        }
        assertThat(ftp.pwd()).isEqualTo("/");
    }

    @Test
    void quitThatGetsNoAnswerEndsTheCallsInTheBackground() throws Exception {
        server.on("QUIT", (talk, argument) -> talk.hangUp()).on("SIZE", (talk, argument) -> reached.countDown());
        var ftp = login();
        var size = ftp.inBackground().size("a");
        var waiting = ftp.inBackground().size("b");
        assertThat(reached.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(ftp.quit().code()).isEqualTo(221);
        for (var call : new CompletableFuture<?>[] {size, waiting}) {
            assertThat(call)
                    .failsWithin(Promptly.AT_MOST)
                    .withThrowableThat()
                    .withCauseInstanceOf(FtpException.Connection.class);
        }
        assertThat(server.commands()).doesNotContain("SIZE b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"USER", "PASS", "CWD"})
    void reconnectThatIsRefusedOnceIsNotOneAsNobodyOrElsewhereTheNextTime(String step) {
        server.on("CWD", "250 there");
        var ftp = login();
        ftp.cd("pub");
        ftp.cd("in");
        var refuse = new AtomicInteger(1);
        server.on(step, (talk, argument) -> {
            if (refuse.getAndDecrement() > 0) {
                talk.say("530 not now");
            } else {
                talk.say(step.equals("USER") ? "331 password please" : step.equals("PASS") ? "230 in" : "250 there");
            }
        });
        assertThatExceptionOfType(FtpException.Refused.class).isThrownBy(ftp::reconnect);
        assertThat(ftp.isConnected()).isFalse();
        assertThatExceptionOfType(FtpException.Connection.class)
                .isThrownBy(() -> ftp.writeText("a", "in the wrong place"))
                .withMessageContaining("reconnect(), which failed");
        int before = server.commands().size();
        assertThat(ftp.reconnect().user()).contains("test");
        assertThat(server.commands().subList(before, server.commands().size()))
                .containsSubsequence("USER test", "PASS potato", "CWD pub", "CWD in");
        assertThat(ftp.pwd()).isEqualTo("/");
    }

    @Test
    void loginThatFailsLeavesNobodyLoggedInAndTheUserBeforeToComeBackTo() {
        var ftp = login();
        server.on("PASS", "530 no");
        assertThatExceptionOfType(FtpException.Refused.class).isThrownBy(() -> ftp.login("other", "potato"));
        assertThat(ftp.user()).isEmpty();
        server.on("PASS", "230 welcome");
        assertThat(ftp.reconnect().user()).contains("test");
    }

    @ParameterizedTest
    @ValueSource(strings = {"USER", "PASS", "FEAT", "TYPE", "CWD"})
    void callInTheBackgroundIsMadeAsTheUserAndInTheDirectoryAlsoDuringAReconnection(String step) throws Exception {
        server.on("CWD", "250 there").on("SIZE", "213 7");
        var ftp = loginAgainAndAgain();
        ftp.cd("pub");
        ftp.cd("in");
        var first = new AtomicInteger();
        var usual = step.equals("USER") ? "331 password please" : step.equals("PASS") ? "230 in" : "200 fine";
        server.on(step, (talk, argument) -> {
            if (first.getAndIncrement() == 0) {
                reached.countDown();
                hold();
            }
            talk.say(usual);
        });
        var reconnection = CompletableFuture.runAsync(ftp::reconnect);
        assertThat(reached.await(30, TimeUnit.SECONDS)).isTrue();
        var size = ftp.inBackground().size("a");
        assertThat(size.get(30, TimeUnit.SECONDS)).isEqualTo(7);
        assertThat(ftp.inBackground().transcript().toString()).contains("USER test", "CWD pub", "CWD in", "SIZE a");
        release.countDown();
        reconnection.get(30, TimeUnit.SECONDS);
    }

    @Test
    void streamFromBeforeAReconnectionDoesNotEndTheNewSession() throws IOException {
        server.on("STOR", (talk, argument) -> {
            try (var data = talk.beginData()) {
                waitForEnd(data);
            }
            talk.say("226 done");
        });
        var ftp = login();
        var out = ftp.write("a");
        ftp.reconnect();
        var newer = ftp.write("b");
        assertThatIOException()
                .isThrownBy(out::close)
                .withCauseInstanceOf(FtpException.Connection.class)
                .withMessageContainingAll("cannot write a", "reconnect()");
        assertThatIllegalStateException()
                .isThrownBy(ftp::pwd)
                .withMessageContaining("a stream to write b is still open");
        newer.write(1);
        newer.close();
        assertThat(ftp.pwd()).isEqualTo("/");
    }

    @Test
    void streamThatIsReadFromBeforeAReconnectionDoesNotEndTheNewSessionEither() throws IOException {
        server.on("RETR", (talk, argument) -> {
            try (var data = talk.beginData()) {
                data.getOutputStream().write(1);
                waitForEnd(data);
            }
            talk.say("426 broken");
        });
        var ftp = login();
        var in = ftp.read("a");
        assertThat(in.read()).isEqualTo(1);
        ftp.reconnect();
        assertThatIOException().isThrownBy(in::read).withMessageContainingAll("cannot read a", "reconnect()");
        in.close();
        assertThat(ftp.pwd()).isEqualTo("/");
    }

    @Test
    void exceptionOfAListenerEndsAStreamAndLeavesTheSessionUsable() throws IOException {
        server.on("RETR", (talk, argument) -> {
            waitForEnd(talk.beginData());
            talk.say("426 broken");
        });
        server.on("STOR", (talk, argument) -> {
            waitForEnd(talk.beginData());
            talk.say("426 broken");
        });
        var ftp = login();
        ftp.onProgress(progress -> {
            throw new IllegalArgumentException("from the listener");
        });
        assertThatThrownBy(() -> ftp.read("a")).hasMessage("from the listener");
        assertThat(ftp.pwd()).isEqualTo("/");
        assertThatThrownBy(() -> ftp.write("a")).hasMessage("from the listener");
        assertThat(ftp.pwd()).isEqualTo("/");
    }

    @Test
    void fileWhoseListenerFailsInTheMiddleIsNotCompleted() throws IOException {
        server.on("STOR", (talk, argument) -> {
            try (var data = talk.beginData()) {
                waitForEnd(data);
            }
            talk.say("426 broken");
        });
        var ftp = login();
        ftp.onProgress(progress -> {
            if (progress.bytes() > 0 && progress.phase() == TransferProgress.Phase.RUNNING) {
                throw new IllegalArgumentException("from the listener");
            }
        });
        var out = ftp.write("a");
        var block = new byte[1000];
        assertThatThrownBy(() -> {
                    while (true) {
                        out.write(block);
                    }
                })
                .hasMessage("from the listener");
        assertThatIOException().isThrownBy(() -> out.write(1)).withMessage("the stream is closed");
        out.close();
        assertThat(ftp.pwd()).isEqualTo("/");
    }
}
