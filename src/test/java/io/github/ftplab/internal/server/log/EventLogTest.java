package io.github.ftplab.internal.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ftplab.ServerLog.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EventLogTest {

    @Test
    void longLinesAreShortenedAndLeaveRoomForFewer() {
        var log = new EventLog();
        for (int i = 0; i < EventLog.CAPACITY; i++) {
            log.add(Level.INFO, i + "x".repeat(10_000));
        }

        var entries = log.entries();
        assertThat(entries.stream().mapToInt(entry -> entry.text().length()).sum())
                .isBetween(3_900_000, 4_000_000);
        assertThat(entries.get(entries.size() - 1).text())
                .hasSizeLessThan(2_100)
                .startsWith("9999xxx")
                .endsWith("… (10004 characters)");
    }

    @Test
    void longNameIsShortenedBetweenItsCharacters() {
        assertThat(EventLog.name("short")).isEqualTo("short");
        assertThat(EventLog.name("x".repeat(499) + "\ud83d\ude42".repeat(5)))
                .isEqualTo("x".repeat(499) + "… (509 characters)");
    }

    @Test
    void tailReturnsNoMoreThanIsKept() throws InterruptedException {
        var log = new EventLog();
        var rounds = new AtomicInteger();

        var shown = log.tail(
                Duration.ofSeconds(10),
                () -> {
                    for (int i = 0; i < EventLog.CAPACITY - 1; i++) {
                        log.add(Level.INFO, "line");
                    }
                    return rounds.incrementAndGet() < 3;
                },
                entry -> {});

        assertThat(shown).hasSize(EventLog.CAPACITY);
    }

    @Test
    void tailShowsNothingTwiceThoughMoreCameThanIsKept() throws InterruptedException {
        var log = new EventLog();
        var shown = new ArrayList<String>();
        var begun = new AtomicBoolean();

        log.tail(
                Duration.ofSeconds(10),
                () -> {
                    // The first call comes after tail() has noted which entries are old.
                    if (begun.compareAndSet(false, true)) {
                        log.add(Level.INFO, "first");
                    }
                    return shown.size() <= EventLog.CAPACITY;
                },
                entry -> {
                    shown.add(entry.text());
                    if (shown.size() == 1) {
                        for (int i = 0; i < EventLog.CAPACITY + 5; i++) {
                            log.add(Level.INFO, "line " + i);
                        }
                    }
                });

        assertThat(shown).hasSize(EventLog.CAPACITY + 1).doesNotHaveDuplicates();
        assertThat(shown.get(0)).isEqualTo("first");
    }
}
