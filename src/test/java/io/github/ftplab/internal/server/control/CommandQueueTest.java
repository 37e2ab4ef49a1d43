package io.github.ftplab.internal.server.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.mina.core.session.DummySession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The order and the limits of the queue, with threads that run only when told to. */
@Timeout(60)
class CommandQueueTest {

    private final DummySession io = new DummySession();
    private final Deque<Runnable> otherThread = new ArrayDeque<>();
    private final List<String> done = new ArrayList<>();
    private final Client client = new Client();
    private long backlog;
    private long nanoTime;
    private final CommandQueue queue = new CommandQueue(
            client,
            io,
            new CommandCodec.Decoder(8192),
            () -> backlog,
            otherThread::add,
            this::run,
            new Turn(() -> nanoTime));
    private long slow;
    private Runnable duringTransfer = () -> {};

    private static final class Client implements CommandQueue.Owner {

        private boolean loggedIn = true;
        private int aborts;
        private boolean told;

        @Override
        public boolean isLoggedIn() {
            return loggedIn;
        }

        @Override
        public boolean received(CommandLine line) {
            return true;
        }

        @Override
        public boolean mayWait(CommandLine line) {
            return false;
        }

        @Override
        public void abort() {
            aborts++;
        }

        @Override
        public void commandBegins() {}

        @Override
        public void commandDone() {}

        @Override
        public void inputClosed() {
            told = true;
        }
    }

    @Test
    void quickCommandsRunAtOnceAndOthersOnAnotherThread() {
        receive("NOOP\r\nPWD\r\nSIZE a\r\nNOOP\r\n");
        assertThat(done).containsExactly("NOOP", "PWD");
        runOtherThread();
        assertThat(done).containsExactly("NOOP", "PWD", "SIZE a", "NOOP");
        assertThat(queue.isBusy()).isFalse();
    }

    @Test
    void noMoreThan64WaitAndTheConnectionIsNotReadMeanwhile() {
        var lines = numbered("SIZE %d", 1000);
        receive(String.join("\r\n", lines) + "\r\n");
        assertThat(queue.waiting()).isEqualTo(64);
        assertThat(io.isReadSuspended()).isTrue();

        while (done.size() < 1000) {
            runOtherThread();
            assertThat(io.isReadSuspended()).isFalse();
            queue.resume();
            assertThat(queue.waiting()).isLessThanOrEqualTo(64);
        }
        assertThat(done).isEqualTo(lines);
        assertThat(io.isReadSuspended()).isFalse();
    }

    @Test
    void manyQuickCommandsTakeTurnsWithOtherClients() {
        var lines = numbered("TYPE %d", 3 * Turn.COMMANDS);
        receive(String.join("\r\n", lines) + "\r\n");
        for (int turns = 1; turns <= 3; turns++) {
            assertThat(done).hasSize(turns * Turn.COMMANDS);
            assertThat(io.isReadSuspended()).isEqualTo(turns < 3);
            queue.resume();
        }
        assertThat(done).isEqualTo(lines);
    }

    @Test
    void quickCommandThatWasSlowEndsTheTurn() {
        slow = Turn.NANOS + 1;
        receive("NOOP\r\nSIZE a\r\n");
        assertThat(done).containsExactly("NOOP");
        assertThat(io.isReadSuspended()).isTrue();

        queue.resume();
        runOtherThread();
        assertThat(done).containsExactly("NOOP", "SIZE a");
        assertThat(io.isReadSuspended()).isFalse();
    }

    @Test
    void longCommandsWaitInSmallNumbers() {
        receive(("CWD " + "x".repeat(8000) + "\r\n").repeat(10));
        assertThat(queue.waiting()).isBetween(1, 3);
        assertThat(io.isReadSuspended()).isTrue();
    }

    @Test
    void nothingRunsWhileTooManyRepliesAreUntaken() {
        backlog = ReplyFilter.BACKLOG_LIMIT;
        receive("NOOP\r\nSIZE a\r\n");
        assertThat(done).isEmpty();
        assertThat(io.isReadSuspended()).isTrue();

        backlog = 0;
        queue.resume();
        assertThat(done).containsExactly("NOOP");
        runOtherThread();
        assertThat(done).containsExactly("NOOP", "SIZE a");
        assertThat(io.isReadSuspended()).isFalse();
    }

    @Test
    void commandsThatWaitStayInLineWhileTooManyRepliesAreUntaken() {
        receive("SIZE a\r\nSIZE b\r\nNOOP\r\n");
        backlog = ReplyFilter.BACKLOG_LIMIT;
        runOtherThread();
        assertThat(done).isEmpty();
        assertThat(queue.isBusy()).isTrue();

        backlog = 0;
        queue.resume();
        runOtherThread();
        assertThat(done).containsExactly("SIZE a", "SIZE b", "NOOP");
    }

    @ParameterizedTest
    @CsvSource({
        "NOOP, true, true",
        "STAT, true, true",
        "STAT /, false, true",
        "QUIT, true, true",
        "USER x, true, true",
        "REIN, true, true",
        "PWD, false, true",
        "STOR x, false, true",
        "nonsense, false, true",
        "ABOR, false, false",
        "PASS x, false, false",
        "AUTH TLS, false, false",
        "CCC, false, false"
    })
    void onlySomeOvertakeATransfer(String line, boolean loggedIn, boolean loggedOut) {
        transfer(() -> {
            receive(line + "\r\n");
            assertThat(done.contains(line)).isEqualTo(loggedIn);
        });
        assertThat(done).containsExactly("RETR a", line);

        done.clear();
        client.loggedIn = false;
        transfer(() -> {
            receive(line + "\r\n");
            assertThat(done.contains(line)).isEqualTo(loggedOut);
        });
        assertThat(done).containsExactly("RETR a", line);
    }

    @Test
    void nothingOvertakesACommandThatCameBefore() {
        transfer(() -> {
            receive("SIZE a\r\nNOOP\r\n");
            assertThat(done).containsExactly("RETR a");
        });
        assertThat(done).containsExactly("RETR a", "SIZE a", "NOOP");
    }

    @Test
    void aborEndsTheTransferWhenItComesAndIsAnsweredInItsTurn() {
        transfer(() -> {
            receive("SIZE a\r\nABOR\r\n");
            assertThat(client.aborts).isEqualTo(1);
            assertThat(queue.isAborting()).isTrue();
            assertThat(done).containsExactly("RETR a");
        });
        assertThat(done).containsExactly("RETR a", "SIZE a", "ABOR");
    }

    @Test
    void aborBehind64CommandsIsSeenWhenThereIsRoomAgain() {
        transfer(() -> {
            receive("SIZE a\r\n".repeat(64) + "ABOR\r\n");
            assertThat(client.aborts).isZero();
            assertThat(io.isReadSuspended()).isTrue();
        });
        assertThat(io.isReadSuspended()).isFalse();
        queue.resume();
        runOtherThread();
        assertThat(done).hasSize(66).endsWith("ABOR");
    }

    @Test
    void whatComesWhileATransferIsAnnouncedIsLookedAtAfterwards() {
        queue.beginTransfer(() -> {
            receive("NOOP\r\n");
            assertThat(done).isEmpty();
            assertThat(io.isReadSuspended()).isTrue();
        });
        assertThat(io.isReadSuspended()).isFalse();
        queue.resume();
        assertThat(done).containsExactly("NOOP");
    }

    @Test
    void whatWasSentBehindAuthIsDropped() {
        receive("AUTH TLS\r\n" + "NOOP\r\n".repeat(100) + "PA");
        queue.discard();
        runOtherThread();
        receive("SYST\r\n");
        assertThat(done).containsExactly("SYST");
        assertThat(io.isReadSuspended()).isFalse();
    }

    @Test
    void nothingIsReadBehindTheLastWord() {
        receive("SIZE a\r\n" + "NOOP\r\n".repeat(100));
        queue.quit();
        queue.resume();
        assertThat(queue.waiting()).isEqualTo(64);
        assertThat(io.isReadSuspended()).isFalse();
    }

    @Test
    void whatAHalfClosedConnectionHasSentIsRunAndThenItIsClosed() {
        var lines = numbered("SIZE %d", 200);
        receive(String.join("\r\n", lines) + "\r\nNO");
        queue.inputClosed();
        assertThat(client.told).isTrue();
        while (!io.isClosing()) {
            assertThat(io.isReadSuspended() || queue.waiting() < 64).isTrue();
            runOtherThread();
            queue.resume();
        }
        assertThat(done).isEqualTo(lines);
        queue.inputClosed();
        assertThat(io.isReadSuspended()).isTrue();
    }

    @Test
    void halfClosedConnectionIsNotClosedDuringACommandThatOvertakes() {
        transfer(() -> {
            receive("NOOP\r\nSIZE a\r\n");
            queue.inputClosed();
            assertThat(done).containsExactly("RETR a", "NOOP");
            assertThat(io.isClosing()).isFalse();
        });
        assertThat(done).containsExactly("RETR a", "NOOP", "SIZE a");
        assertThat(io.isClosing()).isTrue();
    }

    @Test
    void nothingRunsBeforeAHeldCommandIsReleased() {
        receive("PASS later\r\nSIZE a\r\nABOR\r\n");
        runOtherThread();
        assertThat(done).containsExactly("PASS later");
        receive("NOOP\r\n");
        queue.resume();
        runOtherThread();
        assertThat(done).containsExactly("PASS later");
        assertThat(queue.isBusy()).isTrue();

        queue.release();
        assertThat(done).as("not by the thread that releases").containsExactly("PASS later");
        runOtherThread();
        assertThat(done).containsExactly("PASS later", "SIZE a", "ABOR", "NOOP");
        assertThat(queue.isBusy()).isFalse();
        assertThat(queue.isAborting()).isFalse();
    }

    @Test
    void heldCommandMayBeReleasedBeforeItReturns() {
        receive("PASS at once\r\nSIZE a\r\n");
        runOtherThread();
        assertThat(done).containsExactly("PASS at once", "SIZE a");
        assertThat(queue.isBusy()).isFalse();
    }

    @Test
    void halfClosedConnectionIsClosedAfterAHeldCommand() {
        receive("PASS later\r\n");
        runOtherThread();
        queue.inputClosed();
        assertThat(io.isClosing()).isFalse();

        queue.release();
        runOtherThread();
        assertThat(io.isClosing()).isTrue();
    }

    /** Runs an action during a transfer. */
    private void transfer(Runnable during) {
        duringTransfer = during;
        receive("RETR a\r\n");
        runOtherThread();
    }

    private void run(CommandLine command) {
        done.add(command.getRequestLine());
        nanoTime += slow;
        if (command.getCommand().equals("RETR")) {
            queue.beginTransfer(() -> {});
            duringTransfer.run();
            queue.endTransfer();
        } else if (command.getRequestLine().equals("PASS later")) {
            queue.hold();
        } else if (command.getRequestLine().equals("PASS at once")) {
            queue.hold();
            queue.release();
        }
    }

    private void receive(String text) {
        queue.receive(ByteBuffer.wrap(text.getBytes(UTF_8)));
    }

    private void runOtherThread() {
        while (!otherThread.isEmpty()) {
            otherThread.remove().run();
        }
    }

    private static List<String> numbered(String format, int count) {
        return IntStream.range(0, count).mapToObj(format::formatted).toList();
    }
}
