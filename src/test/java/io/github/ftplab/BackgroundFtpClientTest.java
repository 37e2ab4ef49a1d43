package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.ftplab.testing.FakeServer;
import io.github.ftplab.testing.Promptly;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class BackgroundFtpClientTest {

    /** Methods that concern the session itself, or return something that stays open after the call. */
    private static final Set<String> WITHOUT_TWIN = Set.of(
            "login",
            "anonymous",
            "cd",
            "pwd",
            "read",
            "write",
            "onProgress",
            "welcome",
            "encryption",
            "clearCommandChannel",
            "features",
            "system",
            "command",
            "abort",
            "reconnect",
            "quit",
            "close",
            "toString",
            "isConnected",
            "host",
            "port",
            "user",
            "inBackground");

    private static final Map<Class<?>, Class<?>> BOXED = Map.of(long.class, Long.class, boolean.class, Boolean.class);

    @TempDir
    Path directory;

    private final FakeServer server = new FakeServer();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final FtpClient ftp = FtpClient.builder()
            .replyTimeout(Duration.ofMinutes(5))
            .dataTimeout(Duration.ofMinutes(5))
            .connect("127.0.0.1", server.port())
            .login("test", "potato");

    @AfterEach
    void stop() {
        ftp.close();
        server.close();
        await("no thread is left").until(() -> threads() == 0);
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("ftplab-client-background"))
                .count();
    }

    /** Makes RETR and STOR stall until the client aborts them. */
    private void standingStill() {
        FakeServer.Script script = (talk, argument) -> {
            var data = talk.beginData();
            begun.countDown();
            awaitEnd(data);
            ended.countDown();
            talk.say("426 broken");
        };
        server.on("RETR", script).on("STOR", (talk, argument) -> {
            try (var data = talk.beginData()) {
                begun.countDown();
                // Nothing is read, so that the client's buffers fill up.
                talk.hear();
                ended.countDown();
                talk.say("426 broken");
                talk.say("226 aborted");
            }
        });
    }

    private static void awaitEnd(Socket data) {
        try (data) {
            data.getInputStream().readAllBytes();
        } catch (IOException e) {
            // a reset ends it too
        }
    }

    private static void assertFails(CompletableFuture<?> future, Class<? extends FtpException> type, String... texts) {
        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(() -> future.orTimeout(30, TimeUnit.SECONDS).join())
                .havingCause()
                .isInstanceOf(type)
                .withMessageContainingAll(texts);
    }

    static Stream<Method> verbs(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
                .filter(method -> !Modifier.isStatic(method.getModifiers()))
                .filter(method -> !WITHOUT_TWIN.contains(method.getName()));
    }

    @Test
    void everyVerbOfTheClientHasItsTwinAndThereAreNoOthers() {
        assertThat(verbs(FtpClient.class).filter(verb -> !verb.getName().equals("transcript")))
                .hasSizeGreaterThan(40)
                .allSatisfy(verb -> {
                    var twin = BackgroundFtpClient.class.getMethod(verb.getName(), verb.getParameterTypes());
                    assertThat(twin.getReturnType()).isEqualTo(CompletableFuture.class);
                    var result = ((ParameterizedType) twin.getGenericReturnType()).getActualTypeArguments()[0];
                    assertThat(result)
                            .isEqualTo(
                                    BOXED.containsKey(verb.getReturnType())
                                            ? BOXED.get(verb.getReturnType())
                                            : verb.getGenericReturnType());
                });
        assertThat(verbs(BackgroundFtpClient.class))
                .allSatisfy(twin -> assertThat(FtpClient.class.getMethod(twin.getName(), twin.getParameterTypes()))
                        .isNotNull());
        assertThat(WITHOUT_TWIN)
                .allSatisfy(name -> assertThat(FtpClient.class.getMethods())
                        .extracting(Method::getName)
                        .contains(name));
    }

    @Test
    void clientIsFreeWhileATransferRuns() throws Exception {
        var release = new CountDownLatch(1);
        server.on("SIZE", "213 5").on("RETR", (talk, argument) -> {
            try (var data = talk.beginData()) {
                begun.countDown();
                assertThat(catchInterrupted(release)).isTrue();
                data.getOutputStream().write(new byte[5]);
            }
            talk.say("226 done");
        });
        var download = ftp.inBackground().download("a", directory.resolve("a"));
        begun.await();
        assertThat(ftp.pwd()).isEqualTo("/");
        assertThat(download).isNotDone();
        await().untilAsserted(() -> assertThat(download).hasToString("download a: running (a: 0 bytes of 5 bytes)"));
        assertThat(ftp.inBackground().toString()).endsWith("in the background: 1 running, 0 waiting");
        release.countDown();
        assertThat(download.get().bytes()).isEqualTo(5);
        assertThat(download).hasToString("download a: done");
        assertThat(directory.resolve("a")).hasSize(5);
        assertThat(ftp.inBackground().transcript().toString()).contains("RETR a");
        assertThat(ftp.transcript().toString()).doesNotContain("RETR");
    }

    private static boolean catchInterrupted(CountDownLatch latch) {
        try {
            return latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            return false;
        }
    }

    @Test
    void callsRunInTheirOrderOverOneSession() {
        server.on("SIZE", (talk, argument) -> talk.say("213 " + argument));
        var sizes = new ArrayList<CompletableFuture<Long>>();
        for (int i = 0; i < 50; i++) {
            sizes.add(ftp.inBackground().size("" + i));
        }
        for (int i = 0; i < 50; i++) {
            assertThat(sizes.get(i).join()).isEqualTo(i);
        }
        assertThat(server.commands().stream().filter(line -> line.startsWith("SIZE")))
                .containsExactlyElementsOf(Stream.iterate(0, i -> i + 1)
                        .limit(50)
                        .map(i -> "SIZE " + i)
                        .toList());
        assertThat(server.commands()).filteredOn("USER test"::equals).hasSize(2);
    }

    @Test
    void cancelEndsTheTransferAtOnceAndTheNextCallGoesOn() throws Exception {
        standingStill();
        server.on("SIZE", "213 7");
        var download = ftp.inBackground().download("a", directory.resolve("a"));
        var size = ftp.inBackground().size("b");
        begun.await();
        assertThat(size).isNotDone();
        assertThat(size).hasToString("ask for the size of b: waiting");
        assertThat(download.cancel(true)).isTrue();
        assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(size.get(30, TimeUnit.SECONDS)).isEqualTo(7);
        assertThat(download).isCancelled().hasToString("download a: cancelled");
        assertThat(directory).isEmptyDirectory();
        assertThat(ftp.pwd()).isEqualTo("/");
    }

    @Test
    void cancelEndsAnUploadThatTheServerDoesNotTake() throws Exception {
        standingStill();
        server.on("SIZE", "550 none").on("MDTM", "213 20260305211800");
        var file = Files.write(directory.resolve("a"), new byte[20_000_000]);
        var upload = ftp.inBackground().upload(file);
        begun.await();
        upload.cancel(true);
        assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(ftp.inBackground().modified("b").get(30, TimeUnit.SECONDS)).isEqualTo("2026-03-05T21:18:00Z");
        assertThat(file).hasSize(20_000_000);
    }

    @Test
    void callThatWaitsForAnAnswerCanBeCancelledToo() throws Exception {
        server.on("MDTM", (talk, argument) -> begun.countDown()).on("SIZE", "213 7");
        var modified = ftp.inBackground().modified("a");
        begun.await();
        modified.cancel(true);
        assertThat(ftp.inBackground().size("b").get(30, TimeUnit.SECONDS)).isEqualTo(7);
        assertThat(ftp.pwd()).isEqualTo("/");
    }

    @Test
    void callThatWaitsForItsTurnIsNeverMadeIfItIsCancelled() throws Exception {
        standingStill();
        server.on("SIZE", "213 7");
        var download = ftp.inBackground().download("a", directory);
        var first = ftp.inBackground().size("first");
        var second = ftp.inBackground().size("second");
        begun.await();
        first.cancel(true);
        assertThat(download).isNotDone();
        download.cancel(false);
        assertThat(second.get(30, TimeUnit.SECONDS)).isEqualTo(7);
        assertThat(server.commands()).contains("SIZE second").doesNotContain("SIZE first");
    }

    @Test
    void timeoutOfTheFutureEndsTheTransfer() throws Exception {
        standingStill();
        server.on("SIZE", "213 7");
        var download = ftp.inBackground().download("a", directory);
        begun.await();
        download.orTimeout(1, TimeUnit.MILLISECONDS);
        assertThatThrownBy(download::get).hasCauseInstanceOf(TimeoutException.class);
        assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(ftp.inBackground().size("b").get(30, TimeUnit.SECONDS)).isEqualTo(7);
    }

    /** A late interrupt must not hit the next call instead of the one that it was meant for. */
    @Test
    void cancellingOneCallNeverEndsAnother() {
        server.on("SIZE", "213 7");
        var random = new Random(1);
        for (int round = 0; round < 200; round++) {
            var before = ftp.inBackground().size("a");
            var cancelled = ftp.inBackground().size("b");
            var after = ftp.inBackground().size("c");
            for (int spin = random.nextInt(20_000); spin > 0; spin--) {
                Thread.onSpinWait();
            }
            cancelled.cancel(true);
            assertThat(before.join()).isEqualTo(7);
            assertThat(after.join()).isEqualTo(7);
        }
    }

    @Test
    void failureIsTheClientsAndTheFutureShowsIt() {
        server.on("SIZE", "550 no such file").on("RETR", "550 no such file");
        assertFails(ftp.inBackground().size("a"), FtpException.Refused.class, "550 no such file");
        var download = ftp.inBackground().download("a\tb", directory);
        assertFails(download, FtpException.Refused.class, "cannot download a");
        assertThat(download.toString())
                .matches("download a.b: failed: cannot download .*")
                .doesNotContain("\t");
        assertThatThrownBy(() -> ftp.inBackground().size("a\r\nDELE b").join())
                .hasCauseInstanceOf(IllegalArgumentException.class);
        assertThat(server.commands()).noneMatch(line -> line.startsWith("DELE"));
    }

    @Test
    void closeEndsAllCallsAndTakesNoMore() throws Exception {
        standingStill();
        var download = ftp.inBackground().download("a", directory);
        var waiting = ftp.inBackground().size("b");
        begun.await();
        ftp.close();
        assertFails(download, FtpException.Connection.class, "cannot download a", "close()");
        assertFails(waiting, FtpException.Connection.class, "cannot ask for the size of b", "close()");
        assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
        await().until(() -> threads() == 0);
        await().until(() -> server.openSockets() == 0);
        assertThat(directory).isEmptyDirectory();
        assertThatIllegalStateException()
                .isThrownBy(() -> ftp.inBackground().size("c"))
                .withMessageContaining("cannot ask for the size of c");
    }

    @Test
    void quitEndsThemTooAndAfterReconnectTheyGoOn() {
        server.on("SIZE", (talk, argument) -> {
            if (argument.equals("a")) {
                begun.countDown();
            } else {
                talk.say("213 7");
            }
        });
        var size = ftp.inBackground().size("a");
        assertThat(catchInterrupted(begun)).isTrue();
        ftp.quit();
        assertFails(size, FtpException.Connection.class, "quit()");
        assertThatIllegalStateException().isThrownBy(() -> ftp.inBackground().size("b"));
        ftp.reconnect();
        assertThat(ftp.inBackground().size("b").join()).isEqualTo(7);
    }

    @Test
    void sessionThatWasLostIsReplacedAndOneThatIsIdleClosed() {
        var threads = new AtomicLong();
        server.on("SIZE", (talk, argument) -> {
            if (argument.equals("end")) {
                talk.hangUp();
            } else {
                threads.set(threads());
                talk.say("213 7");
            }
        });
        assertFails(ftp.inBackground().size("end"), FtpException.Connection.class, "cannot ask for the size of end");
        assertThat(ftp.inBackground().size("a").join()).isEqualTo(7);
        assertThat(threads).hasValue(1);
        await("thread and session end when there is nothing to do")
                .until(() -> threads() == 0 && server.openSockets() == 1);
        assertThat(ftp.inBackground().size("a").join()).isEqualTo(7);
    }

    @Test
    void serverThatTakesNoSecondSessionIsToldOf() {
        server.greeting("421 too many sessions\r\n");
        assertFails(ftp.inBackground().size("a"), FtpException.Refused.class, "too many sessions");
        assertThat(ftp.pwd()).isEqualTo("/");
    }

    @Test
    void callsRunWhereTheClientIs() throws IOException {
        Files.createDirectories(directory.resolve("home/pub/in"));
        Files.writeString(directory.resolve("home/pub/in/a.txt"), "hello");
        var told = new CopyOnWriteArrayList<TransferProgress>();
        try (var own = FtpServer.builder()
                        .user("test", "potato", directory.resolve("home"), "elradfmwMT")
                        .port(0)
                        .start();
                var client = own.connect("test", "potato")) {
            assertThat(client.inBackground().nlst().join()).containsExactly("pub");
            client.cd("pub");
            var pub = client.inBackground().nlst();
            client.cd("in");
            client.onProgress(told::add);
            assertThat(pub.join()).containsExactly("in");
            assertThat(client.inBackground().readText("a.txt").join()).isEqualTo("hello");
            assertThat(told).extracting(TransferProgress::remote).containsOnly("a.txt");
            client.cd("/");
            var all = client.inBackground().downloadDirectory("pub", directory.resolve("copy"));
            assertThat(all.join().orThrow().files()).isEqualTo(1);
            assertThat(directory.resolve("copy/in/a.txt")).hasContent("hello");
            client.inBackground().writeText("b.txt", "there").join();
            assertThat(client.readText("b.txt")).isEqualTo("there");
            assertThat(CompletableFuture.allOf(
                            client.inBackground().mkdirs("x/y"),
                            client.inBackground().list(),
                            client.inBackground().delete("b.txt")))
                    .succeedsWithin(Promptly.AT_MOST);
            assertThat(List.of(client.exists("b.txt"), client.exists("x/y"))).containsExactly(false, true);
        }
    }

    /** SIZE of "held" is answered when the test says so. */
    private CountDownLatch holdingOneSize() {
        var release = new CountDownLatch(1);
        server.on("SIZE", (talk, argument) -> {
            if (argument.equals("held")) {
                begun.countDown();
                assertThat(catchInterrupted(release)).isTrue();
            }
            talk.say("213 7");
        });
        return release;
    }

    @Test
    void whatIsChainedToACallMayWaitForAnotherWhenTheClientIsClosed() throws Exception {
        var release = holdingOneSize();
        var first = ftp.inBackground().size("held");
        var second = ftp.inBackground().size("b");
        var third = ftp.inBackground().size("c");
        var onFirst = first.handle(
                (size, failure) -> second.handle((other, its) -> its).join());
        var onThird = third.handle(
                (size, failure) -> second.handle((other, its) -> its).join());
        begun.await();
        CompletableFuture.runAsync(ftp::close).get(30, TimeUnit.SECONDS);
        assertThat(onFirst.get(30, TimeUnit.SECONDS)).isInstanceOf(FtpException.Connection.class);
        assertThat(onThird.get(30, TimeUnit.SECONDS)).isInstanceOf(FtpException.Connection.class);
        release.countDown();
    }

    @Test
    void whatIsChainedToACallMayWaitForAnotherWhenItIsCancelled() throws Exception {
        var release = holdingOneSize();
        var first = ftp.inBackground().size("held");
        var second = ftp.inBackground().size("b");
        var onFirst = first.handle(
                (size, failure) -> second.handle((other, its) -> other).join());
        begun.await();
        assertThat(CompletableFuture.supplyAsync(() -> first.cancel(true)).get(30, TimeUnit.SECONDS))
                .isTrue();
        assertThat(onFirst.get(30, TimeUnit.SECONDS)).isEqualTo(7);
        release.countDown();
    }

    @Test
    void closeEndsTheSessionAlsoWhereTheUsersOwnCodeDoesNotReturn() throws Exception {
        standingStill();
        var release = new CountDownLatch(1);
        ftp.onProgress(progress -> {
            begun.countDown();
            while (!catchInterrupted(release)) {
                Thread.onSpinWait();
            }
        });
        var download = ftp.inBackground().download("a", directory);
        begun.await();
        ftp.close();
        assertFails(download, FtpException.Connection.class, "close()");
        await().until(() -> server.openSockets() == 0);
        await().until(() -> threads() == 1);
        release.countDown();
    }

    @Test
    void threadThatRunsTheCallsRefusesToWaitForALaterOne() {
        var release = holdingOneSize();
        var joined = ftp.inBackground()
                .size("held")
                .thenApply(size -> ftp.inBackground().size("later").join());
        var got = joined.handle((size, failure) -> failure);
        var composed = ftp.inBackground()
                .size("b")
                .thenCompose(size -> ftp.inBackground().size("c"));
        release.countDown();
        assertThatThrownBy(joined::join)
                .hasCauseInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("cannot wait here", "size of later", "thenCompose");
        assertThat(got.join()).hasCauseInstanceOf(IllegalStateException.class);
        assertThat(composed.join()).isEqualTo(7);
    }

    @Test
    void callHasTheBytesOfItsMoment() throws Exception {
        var release = holdingOneSize();
        var received = new CompletableFuture<byte[]>();
        server.on("STOR", (talk, argument) -> received.complete(talk.takeData()));
        var before = ftp.inBackground().size("held");
        var bytes = new byte[] {1, 2, 3, 4, 5, 6, 7};
        var write = ftp.inBackground().writeBytes("a", bytes);
        Arrays.fill(bytes, (byte) 9);
        release.countDown();
        assertThat(before.join()).isEqualTo(7);
        assertThat(write.get(30, TimeUnit.SECONDS).bytes()).isEqualTo(7);
        assertThat(received.join()).containsExactly(1, 2, 3, 4, 5, 6, 7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "421 shutting down\r\n"})
    void idleSessionThatTheServerHasEndedIsReplaced(String goodbye) {
        server.on("SIZE", (talk, argument) -> {
            talk.say("213 7");
            if (argument.equals("last")) {
                talk.send(goodbye);
                talk.hangUp();
            }
        });
        assertThat(ftp.inBackground().size("last").join()).isEqualTo(7);
        var a = ftp.inBackground().size("a");
        var b = ftp.inBackground().size("b");
        assertThat(a.join()).isEqualTo(7);
        assertThat(b.join()).isEqualTo(7);
        assertThat(server.commands()).filteredOn("USER test"::equals).hasSize(3);
    }

    @Test
    void cancelDoesNotCloseAStreamOfTheUser() throws Exception {
        server.on("SIZE", "213 7").on("STOR", (talk, argument) -> {
            awaitEnd(talk.beginData());
            talk.say("426 broken");
        });
        var closed = new AtomicBoolean();
        var source = new InputStream() {
            @Override
            public int read() throws IOException {
                return read(new byte[1], 0, 1);
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                begun.countDown();
                if (!catchInterrupted(ended)) {
                    throw new InterruptedIOException("interrupted");
                }
                return -1;
            }

            @Override
            public void close() {
                closed.set(true);
            }
        };
        var upload = ftp.inBackground().upload(source, "a");
        begun.await();
        upload.cancel(true);
        assertThat(ftp.inBackground().size("b").get(30, TimeUnit.SECONDS)).isEqualTo(7);
        assertThat(closed).isFalse();
    }
}
