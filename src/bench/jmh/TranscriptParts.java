package io.github.ftplab.internal.server.log;

import io.github.ftplab.ServerEvent.Client;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it costs to record a command and its reply; {@code -prof gc} shows {@code gc.alloc.rate.norm}, at most 200 bytes.
 * With {@code -t 2} two sessions are recorded at once, which must not take longer.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TranscriptParts {

    private final Client client = Client.of(1, new InetSocketAddress("127.0.0.1", 50_412), "test");
    private final String command = "RETR example.txt";
    private final String reply = "226 Transfer complete.\r\n";
    private final EventLog log = new EventLog();
    private final SessionRecorder recorder = new SessionRecorder(
            log,
            new EventDispatcher(
                    List.of(), List.of(), log, Thread::new, Executors.newSingleThreadScheduledExecutor()),
            null);

    /** A session for each thread. */
    @State(Scope.Thread)
    public static class Session {

        private SessionTranscript transcript;

        @Setup(Level.Iteration)
        public void begin(TranscriptParts parts) {
            transcript = parts.recorder.beginTranscript(Thread.currentThread().getId());
        }
    }

    @Benchmark
    public void commandAndReply(Session session) {
        recorder.received(session.transcript, () -> client, command);
        recorder.replied(session.transcript, () -> client, reply);
    }

    /** The same with a data connection. */
    @Benchmark
    public void transfer(Session session) {
        recorder.received(session.transcript, () -> client, command);
        session.transcript.opened(io.github.ftplab.Transcript.Mode.PASSIVE, client.address(), client.address());
        session.transcript.transferring(false, () -> 6, () -> 0);
        session.transcript.closed();
        recorder.replied(session.transcript, () -> client, reply);
    }
}
