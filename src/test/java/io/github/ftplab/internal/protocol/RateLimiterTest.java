package io.github.ftplab.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class RateLimiterTest {

    private static final long MILLISECOND = TimeUnit.MILLISECONDS.toNanos(1);

    /** Long after the limiter was created, so that it has its full credit. */
    private final long begin = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);

    @ParameterizedTest
    @CsvSource({"0, 5000, 5000", "0, 0, 0", "1000, 5000, 100", "1000, 99, 99", "1000, 0, 0", "1, 5000, 1", "9, 1, 1"})
    void pieceTakesATenthOfASecondAtMost(long rate, long most, long piece) {
        assertThat(new RateLimiter(rate).piece(most)).isEqualTo(piece);
    }

    @Test
    void withoutALimitThereIsNoPause() {
        assertThat(RateLimiter.NONE.pause(Long.MAX_VALUE, begin)).isZero();
    }

    @Test
    void nothingMovedIsNoPause() {
        assertThat(new RateLimiter(1).pause(0, begin)).isZero();
        assertThat(new RateLimiter(1).pause(-1, begin)).isZero();
    }

    @Test
    void piecesFollowEachOtherAtTheRate() {
        var limiter = new RateLimiter(1000);

        limiter.pause(100, begin);
        assertThat(limiter.pause(100, begin)).isEqualTo(100 * MILLISECOND);
        assertThat(limiter.pause(100, begin)).isEqualTo(200 * MILLISECOND);
        assertThat(limiter.pause(100, begin + 200 * MILLISECOND)).isEqualTo(100 * MILLISECOND);
    }

    @Test
    void unusedTimeIsMadeUpForOnlyATenthOfASecond() {
        var limiter = new RateLimiter(1000);

        assertThat(limiter.pause(100, begin)).isNotPositive();
        assertThat(limiter.pause(50, begin + 50 * MILLISECOND)).isZero();
        assertThat(limiter.pause(150, begin + TimeUnit.HOURS.toNanos(1))).isEqualTo(50 * MILLISECOND);
    }
}
