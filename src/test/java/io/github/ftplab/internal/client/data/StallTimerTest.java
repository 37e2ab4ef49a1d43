package io.github.ftplab.internal.client.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a data connection counts as stalled, by a clock of the test's own. */
class StallTimerTest {

    private final Hours hours = new Hours();
    private final AtomicInteger stalls = new AtomicInteger();

    /** A clock that only the test moves, with the one action that is to be run. */
    private static final class Hours implements StallTimer.Time {

        private long now;
        private long due;
        private FutureTask<?> next = new FutureTask<>(() -> {}, null);

        @Override
        public long now() {
            return now;
        }

        @Override
        public Future<?> runIn(long nanos, Runnable action) {
            due = now + nanos;
            next = new FutureTask<>(action, null);
            return next;
        }

        /** Lets time pass, and runs what is due then, at its own time. */
        void pass(Duration time) {
            long until = now + time.toNanos();
            while (!next.isDone() && due <= until) {
                now = due;
                next.run();
            }
            now = until;
        }
    }

    private StallTimer start(long millis) {
        var timer = StallTimer.start(hours, Duration.ofMillis(millis), stalls::incrementAndGet);
        timer.waiting(true);
        return timer;
    }

    private void pass(long millis) {
        hours.pass(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @CsvSource({"100", "250", "30000"})
    void waitForTheNetworkMayTakeTheLimitAndLocalWorkAnyTime(long limit) {
        var timer = start(limit);
        for (int i = 0; i < 5; i++) {
            pass(limit - 1);
            timer.waiting(false);
            pass(10 * limit);
            timer.waiting(true);
        }
        assertThat(timer.stalled()).isFalse();
        pass(limit);
        assertThat(timer.stalled()).isTrue();
        pass(10 * limit);
        assertThat(stalls).hasValue(1);
    }

    @Test
    void shorterLimitHoldsUntilDataMove() {
        var timer = start(30_000);
        pass(20_000);
        timer.shorten(Duration.ofMillis(2500));
        pass(2499);
        timer.waiting(false);
        timer.moved();
        timer.waiting(true);
        pass(29_999);
        assertThat(timer.stalled()).isFalse();
        pass(1);
        assertThat(timer.stalled()).isTrue();
        assertThat(timer.limit()).hasSeconds(30);
    }

    @Test
    void shorterLimitHoldsWhereNothingMoves() {
        var timer = start(30_000);
        pass(20_000);
        timer.shorten(Duration.ofMillis(2500));
        pass(2499);
        assertThat(timer.stalled()).isFalse();
        pass(1);
        assertThat(timer.stalled()).isTrue();
        assertThat(timer.limit()).hasMillis(2500);
    }

    @Test
    void limitIsNeverLengthened() {
        var timer = start(600);
        timer.shorten(Duration.ofMillis(2500));
        pass(600);
        assertThat(timer.stalled()).isTrue();
    }

    @Test
    void quietIsToldOnceAndOnlyWhileWaiting() {
        var told = new AtomicInteger();
        var timer = start(30_000);
        timer.whenQuiet(told::incrementAndGet);
        timer.waiting(false);
        pass(10_000);
        assertThat(told).hasValue(0);
        timer.waiting(true);
        pass(1000);
        assertThat(told).hasValue(1);
        pass(10_000);
        assertThat(told).hasValue(1);
    }

    @Test
    void closedTimerDoesNothingMore() {
        var timer = start(600);
        timer.close();
        pass(10_000);
        assertThat(stalls).hasValue(0);
        assertThat(hours.next.isCancelled()).isTrue();
    }
}
