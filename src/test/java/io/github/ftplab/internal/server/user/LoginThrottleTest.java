package io.github.ftplab.internal.server.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LoginThrottleTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration MILLI = Duration.ofMillis(1);

    private final InetAddress school = address("192.0.2.1");
    private final InetAddress home = address("192.0.2.2");

    @Test
    void delaysAddUpForTheAddressWhateverTheNames() throws InterruptedException {
        var throttle = new LoginThrottle(HOUR, HOUR.multipliedBy(100));

        assertThat(hours(wrong(throttle, school, null))).isEqualTo(1);
        assertThat(hours(wrong(throttle, school, "ann"))).isEqualTo(3);
        assertThat(hours(wrong(throttle, school, null))).isEqualTo(7);
        assertThat(hours(wrong(throttle, school, "bob"))).isEqualTo(15);
        assertThat(hours(wrong(throttle, school, null))).isEqualTo(25);
        assertThat(hours(wrong(throttle, school, null))).isEqualTo(35);
        assertThat(hours(wrong(throttle, home, null))).isEqualTo(1);
    }

    @Test
    void prefixOfAnIpv6AddressCounts() throws InterruptedException {
        var throttle = new LoginThrottle(HOUR, HOUR.multipliedBy(100));
        wrong(throttle, address("2001:db8::1"), null);

        assertThat(hours(wrong(throttle, address("2001:db8::2"), null))).isEqualTo(3);
    }

    @Test
    void loginTakesBackTheUsersOwnWrongPasswordsOnly() throws InterruptedException {
        var throttle = new LoginThrottle(HOUR, HOUR.multipliedBy(100));
        wrong(throttle, school, null);
        wrong(throttle, school, "ann");
        right(throttle, school, "ann");
        right(throttle, school, "bob");

        // The second failure that counts, after 3 hours of delays.
        assertThat(hours(wrong(throttle, school, null))).isEqualTo(3 + 2);
    }

    @Test
    void whoWouldWaitTooLongIsSentAwayUnlessUsersOfTheAddressAreLoggedIn() throws InterruptedException {
        var throttle = new LoginThrottle(HOUR, HOUR.plus(MILLI));
        assertThat(wrong(throttle, school, null)).isPresent();

        assertThat(wrong(throttle, school, null)).isEmpty();
        try (var attempt = throttle.begin(school, null, () -> true).orElseThrow()) {
            assertThat(attempt.fail()).contains(HOUR.multipliedBy(10));
        }
    }

    @Test
    void userIsNotCheckedBeforeThePauseIsOver() throws InterruptedException {
        var throttle = new LoginThrottle(HOUR, MILLI);
        wrong(throttle, school, "ann");
        assertThat(wrong(throttle, school, "ann")).isEmpty(); // checked at once: a typing error has no consequences

        assertThat(throttle.begin(school, "ann", () -> false)).isEmpty();
        // Others are checked: of this address, and the same user from elsewhere.
        right(throttle, school, "bob");
        right(throttle, home, "ann");
        // Delayed, but let in.
        throttle.begin(school, "ann", () -> true).orElseThrow().close();
    }

    @Test
    void passwordsOfOneUserAreCheckedOneAfterTheOther() throws Exception {
        var throttle = new LoginThrottle(Duration.ZERO);
        var running = new AtomicInteger();
        var most = new AtomicInteger();
        var pool = Executors.newFixedThreadPool(8);
        try {
            Callable<Optional<Duration>> guess = () -> {
                try (var attempt = throttle.begin(school, "ann", () -> false).orElseThrow()) {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    LockSupport.parkNanos(100_000);
                    running.decrementAndGet();
                    return attempt.fail();
                }
            };
            for (var attempt : pool.invokeAll(Collections.nCopies(40, guess))) {
                assertThat(attempt.get()).contains(Duration.ZERO);
            }
        } finally {
            pool.shutdown();
        }

        assertThat(most).hasValue(1);
    }

    /** A client may send names of thousands of characters, for 10,000 of which the wrong passwords are remembered. */
    @Test
    void keysOfLongNamesAreShortAndDiffer() {
        var names = new ArrayList<String>();
        for (int length : new int[] {0, 1, 63, 64, 65, 66, 8_000}) {
            names.add("a".repeat(length));
            names.add("a".repeat(length) + "b");
        }
        names.add(LoginThrottle.Key.of(school, "a".repeat(100)).user());

        assertThat(names).extracting(name -> LoginThrottle.Key.of(school, name)).doesNotHaveDuplicates();
        assertThat(names)
                .extracting(name -> LoginThrottle.Key.of(school, name).user())
                .allMatch(key -> key.length() <= 100)
                .startsWith("", "b", "a", "ab");
    }

    @Test
    void closeEndsTheWaiting() throws Exception {
        var throttle = new LoginThrottle(HOUR, HOUR);
        var held = throttle.begin(school, "ann", () -> false).orElseThrow();
        var pool = Executors.newSingleThreadExecutor();
        try {
            var waiting = pool.submit(() -> throttle.begin(school, "ann", () -> true));
            throttle.close();
            assertThat(waiting.get(30, TimeUnit.SECONDS)).isEmpty();
        } finally {
            pool.shutdown();
            held.close();
        }
    }

    /** Begins attempts that wait, as one is being made. */
    private List<Future<Optional<LoginThrottle.Attempt>>> wait(
            LoginThrottle throttle, int count, ExecutorService pool) {
        var waiting = new ArrayList<Future<Optional<LoginThrottle.Attempt>>>();
        for (int i = 0; i < count; i++) {
            waiting.add(pool.submit(() -> {
                var attempt = throttle.begin(school, "ann", () -> false);
                attempt.ifPresent(begun -> {
                    begun.succeed();
                    begun.close();
                });
                return attempt;
            }));
        }
        await().until(() -> throttle.waiting() == count);
        return waiting;
    }

    @Test
    void manyMayLogInAtOnce() throws Exception {
        var throttle = new LoginThrottle(HOUR, HOUR);
        var pool = Executors.newCachedThreadPool();
        try {
            List<Future<Optional<LoginThrottle.Attempt>>> others;
            try (var first = throttle.begin(school, "ann", () -> false).orElseThrow()) {
                others = wait(throttle, 4 * LoginThrottle.MAX_WAITING, pool);
                first.succeed();
            }
            for (var each : others) {
                assertThat(each.get(30, TimeUnit.SECONDS)).isPresent();
            }
        } finally {
            throttle.close();
            pool.shutdown();
        }
    }

    @Test
    void fewMayWaitAfterAWrongPassword() throws Exception {
        var throttle = new LoginThrottle(HOUR, HOUR);
        wrong(throttle, school, "ann");
        var pool = Executors.newCachedThreadPool();
        try (var first = throttle.begin(school, "ann", () -> false).orElseThrow()) {
            wait(throttle, LoginThrottle.MAX_WAITING, pool);
            assertThat(throttle.begin(school, "ann", () -> true)).isEmpty();
            assertThat(throttle.begin(school, "bob", () -> false).map(other -> {
                        other.close();
                        return true;
                    }))
                    .as("others of the address")
                    .isPresent();
        } finally {
            throttle.close();
            pool.shutdown();
        }
    }

    private static Optional<Duration> wrong(LoginThrottle throttle, InetAddress address, @Nullable String user)
            throws InterruptedException {
        try (var attempt = throttle.begin(address, user, () -> false).orElseThrow()) {
            return attempt.fail();
        }
    }

    private static void right(LoginThrottle throttle, InetAddress address, String user) throws InterruptedException {
        try (var attempt = throttle.begin(address, user, () -> false).orElseThrow()) {
            attempt.succeed();
        }
    }

    /** {@return the hours, rounded} */
    private static long hours(Optional<Duration> delay) {
        return delay.orElseThrow().plusMinutes(30).toHours();
    }

    private static InetAddress address(String address) {
        try {
            return InetAddress.getByName(address);
        } catch (UnknownHostException e) {
            throw new AssertionError(address, e);
        }
    }
}
