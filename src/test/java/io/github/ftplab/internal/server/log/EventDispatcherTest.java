package io.github.ftplab.internal.server.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ftplab.ServerEvent;
import io.github.ftplab.ServerLog.Entry;
import io.github.ftplab.ServerLog.Level;
import io.github.ftplab.internal.server.settings.EventSubscription;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EventDispatcherTest {

    private static final ServerEvent EVENT = ServerEvent.Login.of(
            Instant.EPOCH,
            ServerEvent.Client.of(1, new InetSocketAddress(InetAddress.getLoopbackAddress(), 50_000), "test"));

    private static final int MORE_THAN_MAY_WAIT = 10_010;

    @Test
    void followerIsToldAgainAfterAListenerWasTooSlow() throws Exception {
        var log = new EventLog();
        var told = new LinkedBlockingQueue<String>();
        var mayGoOn = new CountDownLatch(1);
        var timer = Executors.newSingleThreadScheduledExecutor();
        var slow = new EventSubscription<>(ServerEvent.class, event -> pass(mayGoOn));
        var events =
                new EventDispatcher(List.of(slow), List.of(entry -> told.add(entry.text())), log, Thread::new, timer);
        try {
            for (int i = 0; i < MORE_THAN_MAY_WAIT; i++) {
                events.publish(EVENT);
            }
            for (int i = 0; i < MORE_THAN_MAY_WAIT; i++) {
                events.logged(Entry.of(Instant.now(), Level.INFO, "while there is no room"));
            }
            // Runs after the task that logged() submitted to the same timer.
            timer.schedule(() -> {}, 50, TimeUnit.MILLISECONDS).get();

            mayGoOn.countDown();
            assertThat(told.poll(30, TimeUnit.SECONDS)).isEqualTo("while there is no room");
            await().untilAsserted(() -> {
                events.logged(Entry.of(Instant.now(), Level.INFO, "later"));
                assertThat(told).contains("later");
            });
        } finally {
            mayGoOn.countDown();
            events.close();
            timer.shutdown();
        }
    }

    /** A client may send paths of eight kilobytes: ten thousand of them would take 80 MB. */
    @Test
    void whatWaitsIsBoundedByItsLengthToo() throws Exception {
        var log = new EventLog();
        var mayGoOn = new CountDownLatch(1);
        var chars = new AtomicLong();
        var timer = Executors.newSingleThreadScheduledExecutor();
        var slow = new EventSubscription<>(ServerEvent.LoginFailed.class, event -> {
            pass(mayGoOn);
            chars.addAndGet(event.user().length());
        });
        var events = new EventDispatcher(
                List.of(slow), List.of(entry -> chars.addAndGet(entry.text().length())), log, Thread::new, timer);
        try {
            for (int i = 0; i < MORE_THAN_MAY_WAIT; i++) {
                events.publish(ServerEvent.LoginFailed.of(Instant.EPOCH, EVENT.client(), "x".repeat(8_000)));
                events.logged(Entry.of(Instant.now(), Level.INFO, "x".repeat(8_000)));
            }
            mayGoOn.countDown();
            await().untilAsserted(() -> assertThat(chars).hasValueBetween(7_900_000L, 8_100_000L));
            events.publish(ServerEvent.LoginFailed.of(Instant.EPOCH, EVENT.client(), "x".repeat(2_000_000)));
            await().untilAsserted(() -> assertThat(chars).hasValueGreaterThan(9_000_000L));
        } finally {
            mayGoOn.countDown();
            events.close();
            timer.shutdown();
        }
    }

    private static void pass(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
