package io.github.ftplab.internal.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.ftplab.ServerEvent;
import io.github.ftplab.ServerLimits;
import io.github.ftplab.ServerLog;
import io.github.ftplab.internal.server.file.Home;
import io.github.ftplab.internal.server.log.EventLog;
import io.github.ftplab.internal.server.settings.DataConnectionSettings;
import io.github.ftplab.internal.server.settings.EventSubscription;
import io.github.ftplab.internal.server.settings.ServerSettings;
import io.github.ftplab.internal.server.user.Account;
import io.github.ftplab.testing.Alone;
import io.github.ftplab.testing.Promptly;
import io.github.ftplab.testing.RawClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Errors and stuck threads inside the engine, where no user code runs: caused here by a follower of the log. */
@Timeout(60)
class EngineErrorsTest {

    private static final Duration PROMPTLY = Promptly.within(Duration.ofSeconds(1));

    @TempDir
    Path home;

    private final EventLog log = new EventLog();
    private @Nullable ServerEngine started;

    @AfterEach
    void stop() {
        if (started != null) {
            started.close();
        }
    }

    static Stream<Arguments> errors() {
        // The first two run on the I/O thread: when a connection is opened, and in a command. The others run on the
        // thread of their command, the last one during a transfer.
        var places = List.of("FTP session opened", "was removed", "logged in", "MKD", "STOR");
        List<Supplier<Throwable>> kinds = List.of(
                () -> new OutOfMemoryError("as if"),
                StackOverflowError::new,
                () -> new NoClassDefFoundError("as/if"),
                () -> new IllegalStateException("as if"));
        return places.stream().flatMap(place -> kinds.stream().map(kind -> Arguments.of(place, kind)));
    }

    @Alone
    @ParameterizedTest
    @MethodSource("errors")
    void errorEndsAtMostTheSessionInWhichItHappens(String place, Supplier<Throwable> error) throws IOException {
        start(List.of());
        // Each I/O thread has a client.
        try (var one = login();
                var other = login()) {
            log.follow(entry -> {
                if (entry.text().contains(place) && !entry.text().contains("unexpected")) {
                    fail(error.get());
                }
            });
            for (int i = 0; i < 4; i++) {
                provoke();
            }
            log.follow(entry -> {});
            assertThat(one.send("NOOP")).startsWith("200 ");
            assertThat(other.send("NOOP")).startsWith("200 ");
            for (int i = 0; i < 4; i++) {
                try (var next = login()) {
                    assertThat(next.receive("NLST").reply()).startsWith("226 ");
                }
            }
            assertThat(log.entries())
                    .map(ServerLog.Entry::text)
                    .anyMatch(text -> text.contains("unexpected error") || text.contains("failed: "));
        }
        await().until(() -> engine().connections() == 0);
        assertThat(stopTime()).isLessThan(PROMPTLY);
    }

    /** Causes each kind of log entry, as far as the session allows. */
    private void provoke() {
        engine().accounts().add(account("gone"));
        try (var client = RawClient.connect(address())) {
            client.send("USER gone");
            client.send("PASS potato");
            client.send("MKD new");
            client.transmit("STOR file", new byte[10]);
            engine().removeUser("gone");
            client.send("NOOP");
        } catch (IOException e) {
            // The session has already ended.
        } finally {
            if (engine().accounts().all().size() > 1) {
                engine().removeUser("gone");
            }
        }
    }

    private static void fail(Throwable error) {
        if (error instanceof Error e) {
            throw e;
        }
        throw (RuntimeException) error;
    }

    @Test
    void errorOfAListenerKeepsNothingFromTheOthers() throws IOException {
        var told = new CopyOnWriteArrayList<String>();
        start(List.of(
                new EventSubscription<>(ServerEvent.class, event -> {
                    throw new AssertionError("as if");
                }),
                new EventSubscription<>(ServerEvent.Login.class, event -> told.add(event.toString()))));
        login().close();
        login().close();
        await().until(() -> told.size() == 2);
        assertThat(log.entries()).map(ServerLog.Entry::text).anyMatch(text -> text.startsWith("a listener failed on "));
    }

    @Alone
    @Test
    void listenerThatNeverReturnsDoesNotKeepItFromStopping() throws IOException {
        var never = new CountDownLatch(1);
        start(List.of(new EventSubscription<>(ServerEvent.class, event -> pass(never))));
        try (var client = login()) {
            assertThat(stopTime()).isLessThan(PROMPTLY);
            assertThat(client.reply()).startsWith("421 ");
        } finally {
            never.countDown();
        }
    }

    /** Blocks both I/O threads, while an upload waits for data. */
    @Alone
    @Test
    void stopsWithinASecondWhileItsThreadsAreStuck() throws IOException {
        start(List.of());
        var never = new CountDownLatch(1);
        var stuck = new CountDownLatch(2);
        try (var idle = login();
                var waiting = login();
                var data = waiting.passive()) {
            waiting.write("STOR new\r\n");
            assertThat(waiting.reply()).startsWith("150 ");
            log.follow(entry -> {
                if (entry.text().contains("FTP session opened")) {
                    stuck.countDown();
                    pass(never);
                }
            });
            try (var first = new Socket(InetAddress.getLoopbackAddress(), engine().port());
                    var second = new Socket(InetAddress.getLoopbackAddress(), engine().port())) {
                pass(stuck);
                int port = engine().port();
                assertThat(stopTime()).isLessThan(PROMPTLY);
                assertThat(engine().isRunning()).isFalse();
                assertThat(engine().connections()).isZero();
                assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
                        .isInstanceOf(IOException.class);
                assertThat(first.isConnected() && second.isConnected()).isTrue();
            }
            assertThat(isEnded(idle)).isTrue();
            assertThat(data.getInputStream().read()).isNegative();
        } finally {
            never.countDown();
            log.follow(entry -> {});
        }
    }

    /** {@return whether the connection has ended, after one reply at most} */
    private static boolean isEnded(RawClient client) {
        try {
            client.reply();
            client.reply();
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private static void pass(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void start(List<EventSubscription<?>> subscriptions) {
        started = ServerEngine.start(
                new ServerSettings(
                        InetAddress.getLoopbackAddress(),
                        List.of(0),
                        DataConnectionSettings.DEFAULT,
                        ZoneOffset.UTC,
                        ServerLimits.DEFAULT,
                        ServerSettings.Texts.DEFAULT,
                        subscriptions,
                        List.of(),
                        false,
                        null,
                        null,
                        List.of(),
                        null,
                        null,
                        null,
                        null),
                List.of(account("test")),
                null,
                log);
    }

    private ServerEngine engine() {
        return Objects.requireNonNull(started);
    }

    private Account account(String name) {
        return Account.of(name, "potato", Home.of(home), "elradfmwM");
    }

    private InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), engine().port());
    }

    private RawClient login() throws IOException {
        return RawClient.login(address(), "test", "potato");
    }

    private Duration stopTime() {
        var began = System.nanoTime();
        engine().close();
        return Duration.ofNanos(System.nanoTime() - began);
    }
}
