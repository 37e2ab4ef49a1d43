package io.github.ftplab.internal.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ftplab.ServerLog.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EventLogTest {

    private static final int LONG_LINE = 1_000_000;

    @Test
    void longLinesLeaveRoomForFewer() {
        var log = new EventLog();
        for (int i = 0; i < 10; i++) {
            log.add(Level.INFO, i + "x".repeat(LONG_LINE - 1));
        }

        assertThat(log.entries()).hasSize(4);
        assertThat(log.entries().get(3).text()).startsWith("9");
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
