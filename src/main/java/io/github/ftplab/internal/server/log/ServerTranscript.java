package io.github.ftplab.internal.server.log;

import io.github.ftplab.Transcript;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * The transcripts of a server's sessions: of those that are open, and of the last ones that have ended. All of them
 * together have a limited size. When it is reached, sessions that have ended are forgotten, the oldest first; after
 * that, each open session forgets its own beginning.
 *
 * <p>Sessions share no lock: they take space from a counter, many messages at a time.
 */
public final class ServerTranscript {

    /** The estimated memory for all transcripts, in bytes. */
    private static final long CAPACITY = 16L << 20;

    /** How many sessions are remembered after their end. */
    private static final int MAX_ENDED = 1_000;

    private final Instant began = Instant.now();
    private final long beganNanos = System.nanoTime();
    private final Set<SessionTranscript> open = ConcurrentHashMap.newKeySet();
    private final ConcurrentLinkedQueue<SessionTranscript> ended = new ConcurrentLinkedQueue<>();
    private final AtomicInteger endedCount = new AtomicInteger();
    private final AtomicLong free;
    private final LongAdder forgotten = new LongAdder();

    ServerTranscript() {
        this(CAPACITY);
    }

    ServerTranscript(long capacity) {
        free = new AtomicLong(capacity);
    }

    /** Begins the transcript of a session. */
    SessionTranscript begin(long session) {
        var transcript = new SessionTranscript(this, session);
        open.add(transcript);
        return transcript;
    }

    /** Ends the transcript of a session. Idempotent. */
    void end(SessionTranscript transcript) {
        if (transcript.end()) {
            ended.add(transcript);
            open.remove(transcript);
            if (endedCount.incrementAndGet() > MAX_ENDED) {
                forgetOldest();
            }
        }
    }

    /** Takes space, if necessary that of sessions that have ended. {@return whether there was enough} */
    boolean take(int bytes) {
        while (true) {
            long left = free.get();
            if (left >= bytes) {
                if (free.compareAndSet(left, left - bytes)) {
                    return true;
                }
            } else if (!forgetOldest()) {
                return false;
            }
        }
    }

    void give(long bytes) {
        free.addAndGet(bytes);
    }

    private boolean forgetOldest() {
        var oldest = ended.poll();
        if (oldest == null) {
            return false;
        }
        endedCount.decrementAndGet();
        forgotten.add(oldest.forget());
        return true;
    }

    /** {@return what was said in all sessions, in the order in which it was} */
    public Transcript all() {
        var sessions = sessions().toList();
        var entries = new ArrayList<Transcript.Entry>();
        sessions.forEach(session -> entries.addAll(session.entries()));
        // Stable, so that a session's entries keep their order.
        entries.sort(Comparator.comparing(Transcript.Entry::time));
        long omitted = sessions.stream().mapToLong(SessionTranscript::omitted).sum() + forgotten.sum();
        var first = sessions.stream().map(SessionTranscript::began).min(Comparator.naturalOrder());
        return Transcript.of(first.orElse(began), entries, omitted);
    }

    /** {@return what was said in one session; nothing if that is forgotten} */
    public Transcript of(long session) {
        return sessions()
                .filter(one -> one.session() == session)
                .findFirst()
                .map(one -> Transcript.of(one.began(), one.entries(), one.omitted()))
                .orElseGet(() -> Transcript.of(began, List.of(), 0));
    }

    /** {@return the commands of all sessions, as they were sent, passwords masked, in the order in which they were} */
    public List<String> commands(List<String> verbs) {
        return all().entries().stream()
                .filter(Transcript.Sent.class::isInstance)
                .map(entry -> ((Transcript.Sent) entry).line())
                .filter(line -> verbs.isEmpty() || verbs.stream().anyMatch(verb -> isCommand(line, verb)))
                .toList();
    }

    private static boolean isCommand(String line, String verb) {
        return line.regionMatches(true, 0, verb, 0, verb.length())
                && (line.length() == verb.length() || line.charAt(verb.length()) == ' ');
    }

    private Stream<SessionTranscript> sessions() {
        return Stream.concat(ended.stream(), open.stream()).distinct();
    }

    Instant time(long nanos) {
        return began.plusNanos(nanos - beganNanos);
    }
}
