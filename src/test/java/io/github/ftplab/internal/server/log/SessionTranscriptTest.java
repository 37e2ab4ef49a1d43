package io.github.ftplab.internal.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ftplab.Transcript;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The bounds of the transcripts. */
@Timeout(60)
class SessionTranscriptTest {

    private static final int CAPACITY = 64 * 1024;

    private final ServerTranscript server = new ServerTranscript(CAPACITY);

    private static List<String> commands(ServerTranscript server, SessionTranscript session) {
        return server.of(session.session()).entries().stream()
                .map(entry -> ((Transcript.Sent) entry).line())
                .toList();
    }

    private static void fill(SessionTranscript session, int count, String text) {
        IntStream.range(0, count).forEach(i -> session.command(i + text));
    }

    private static long chars(ServerTranscript server) {
        return server.all().entries().stream()
                .mapToLong(entry -> ((Transcript.Sent) entry).line().length())
                .sum();
    }

    @Test
    void keepsTheLastMessagesOfALongSession() {
        var large = new ServerTranscript(1L << 30);
        var session = large.begin(1);
        fill(session, 10_000, "");
        var kept = commands(large, session);
        assertThat(kept).hasSizeBetween(1_000, 2_000).endsWith("9999");
        assertThat(kept.get(0)).isEqualTo(String.valueOf(10_000 - kept.size()));
        assertThat(large.of(1).omitted()).isEqualTo(10_000 - kept.size());
        assertThat(large.all().omitted()).isEqualTo(10_000 - kept.size());
    }

    @Test
    void keepsAsManyBytesAsThereIsRoomFor() {
        var session = server.begin(1);
        fill(session, 1_000, "x".repeat(1_000));
        assertThat(chars(server)).isBetween(CAPACITY / 2L, (long) CAPACITY);
        assertThat(commands(server, session)).last().asString().startsWith("999x");
        assertThat(server.of(1).entries().size() + server.of(1).omitted()).isEqualTo(1_000);
    }

    @Test
    void sessionsThatHaveEndedMakeRoomForOpenOnes() {
        var first = server.begin(1);
        fill(first, 20, "x".repeat(1_000));
        server.end(first);
        assertThat(commands(server, first)).hasSize(20);
        var second = server.begin(2);
        fill(second, 100, "x".repeat(1_000));
        assertThat(server.all().sessions()).containsExactly(2L);
        assertThat(server.all().omitted() + server.all().entries().size()).isEqualTo(120);
    }

    @Test
    void newestMessageIsKeptWhereOthersHaveTakenAllRoom() {
        fill(server.begin(1), 100, "x".repeat(1_000));
        var second = server.begin(2);
        fill(second, 100, "");
        assertThat(commands(server, second)).containsExactly("99");
    }

    @Test
    void roomOfForgottenSessionsIsFreeAgain() {
        for (int i = 0; i < 3_000; i++) {
            var session = server.begin(i);
            fill(session, 3, "x".repeat(5_000));
            server.end(session);
        }
        var last = server.begin(5_000);
        fill(last, 20, "x".repeat(1_000));
        assertThat(commands(server, last)).hasSize(20);
    }

    @Test
    void thousandShortSessionsAreRemembered() {
        var large = new ServerTranscript(1L << 30);
        for (int i = 1; i <= 1_100; i++) {
            var session = large.begin(i);
            session.command("NOOP");
            large.end(session);
            large.end(session);
        }
        assertThat(large.all().sessions()).hasSize(1_000).startsWith(101L);
        assertThat(large.all().omitted()).isEqualTo(100);
    }

    @Test
    void whatIsSaidAfterTheEndDoesNotTakeMoreRoom() {
        var session = server.begin(1);
        session.command("NOOP");
        server.end(session);
        fill(session, 100, "x".repeat(1_000));
        assertThat(chars(server)).isLessThan(2_000);
    }

    @Test
    void veryLongTextIsCutOff() {
        var session = new ServerTranscript().begin(1);
        session.command("x".repeat(20_000));
        session.reply("200 " + "y".repeat(20_000) + "\r\n");
        assertThat(session.entries())
                .allSatisfy(entry -> assertThat(entry.toString())
                        .hasSizeBetween(10_000, 10_010)
                        .endsWith(" …"));
    }

    @Test
    void messagesAreNumbered() {
        var session = server.begin(1);
        assertThat(session.command("NOOP")).isEqualTo(1);
        assertThat(session.reply("200 ok\r\n")).isEqualTo(2);
    }

    /** The JMH benchmark TranscriptParts measures the same. */
    @Test
    void recordingAllocatesAtMost200BytesForACommand() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        var session = new ServerTranscript().begin(1);
        var line = "RETR example.txt";
        var reply = "226 Transfer complete.\r\n";
        int count = 100_000;
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < count; i++) {
            session.command(SessionTranscript.shown(line));
            session.reply(reply);
        }
        assertThat((threads.getCurrentThreadAllocatedBytes() - before) / count).isLessThanOrEqualTo(200);
    }
}
