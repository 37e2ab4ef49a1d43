package io.github.ftplab.internal.server.log;

import io.github.ftplab.Fault;
import io.github.ftplab.Transcript;
import io.github.ftplab.Transfer;
import io.github.ftplab.internal.protocol.SecretCommands;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a client and the server have said in one session: the last commands, replies and data connections, without
 * passwords. Texts are kept as they are, not copied, and nothing is formatted before somebody asks. Thread-safe.
 */
public final class SessionTranscript {

    /** The estimated memory for one session's messages: about a thousand. */
    static final int MAX_BYTES = 128 * 1024;

    /** How much space is taken from the server's transcripts at a time. */
    private static final int CHUNK = 16 * 1024;

    /** The estimated memory for a message besides the characters of its text. */
    private static final int OVERHEAD = 80;

    /** The most characters of a text that are kept. */
    private static final int MAX_CHARS = 10_000;

    private final ServerTranscript server;
    private final long session;
    private final Instant began;
    private @Nullable Message[] ring = new @Nullable Message[16];
    private int first;
    private int size;
    private long sequence;
    private long omitted;
    private long used;
    private long taken;
    private boolean ended;
    private @Nullable Opened data;
    private @Nullable LongSupplier dataBytes;
    private @Nullable LongSupplier movingNanos;
    private boolean upload;

    SessionTranscript(ServerTranscript server, long session) {
        this.server = server;
        this.session = session;
        this.began = server.time(System.nanoTime());
    }

    long session() {
        return session;
    }

    Instant began() {
        return began;
    }

    /** Records a command. {@return its number among this session's messages} */
    long command(String line) {
        return add(new Said(System.nanoTime(), clipped(line), true));
    }

    /** {@return a command line as it may be kept: without a password} */
    static String shown(String line) {
        return SecretCommands.masked(line);
    }

    /** Records a reply, with the line ends. {@return its number among this session's messages} */
    long reply(String text) {
        return add(new Said(System.nanoTime(), clipped(text), false));
    }

    private static String clipped(String text) {
        return text.length() > MAX_CHARS ? text.substring(0, MAX_CHARS) + " …" : text;
    }

    /** Records that TLS has begun on the control connection or the open data connection. */
    public void secured(Transcript.Channel channel, String protocol, String cipherSuite) {
        add(new Secured(System.nanoTime(), channel, protocol, cipherSuite));
    }

    /** Records that something was done to the session on purpose. */
    void injected(String text) {
        add(new Injected(System.nanoTime(), clipped(text)));
    }

    /** Records that a data connection is open. */
    public synchronized void opened(Transcript.Mode mode, InetSocketAddress client, InetSocketAddress own) {
        data = new Opened(System.nanoTime(), mode, client, own);
        dataBytes = null;
        movingNanos = null;
        upload = false;
        add(data);
    }

    /** Records what the open data connection is used for. */
    public synchronized void transferring(boolean upload, LongSupplier bytes, LongSupplier nanos) {
        this.upload = upload;
        dataBytes = bytes;
        movingNanos = nanos;
    }

    /** Records that the open data connection, if there is one, was closed. */
    public synchronized void closed() {
        if (data != null) {
            add(new Closed(System.nanoTime(), data, upload, value(dataBytes), value(movingNanos)));
            data = null;
            dataBytes = null;
            movingNanos = null;
        }
    }

    /** {@return what is counted; 0 before the data connection is used} */
    private static long value(@Nullable LongSupplier counter) {
        return counter == null ? 0 : counter.getAsLong();
    }

    private synchronized long add(Message message) {
        sequence++;
        if (ended && taken == 0) {
            omitted++;
            return sequence;
        }
        int bytes = message.bytes();
        while (size > 0 && (used + bytes > MAX_BYTES || !hasRoom(bytes))) {
            dropFirst();
        }
        if (size == ring.length) {
            grow();
        }
        ring[(first + size) % ring.length] = message;
        size++;
        used += bytes;
        return sequence;
    }

    /** Only open sessions take more space, as taking it may forget a session that has ended. */
    private boolean hasRoom(int bytes) {
        while (used + bytes > taken) {
            if (ended || !server.take(CHUNK)) {
                return false;
            }
            taken += CHUNK;
        }
        return true;
    }

    /** {@return one of the messages that are kept; 0 is the oldest} */
    private Message message(int index) {
        return Objects.requireNonNull(ring[(first + index) % ring.length], "a message that is kept");
    }

    private void dropFirst() {
        used -= message(0).bytes();
        ring[first] = null;
        first = (first + 1) % ring.length;
        size--;
        omitted++;
    }

    private void grow() {
        var larger = new @Nullable Message[ring.length * 2];
        for (int i = 0; i < size; i++) {
            larger[i] = message(i);
        }
        ring = larger;
        first = 0;
    }

    /** Gives back the space that is not used. {@return whether the session had not ended yet} */
    synchronized boolean end() {
        if (ended) {
            return false;
        }
        ended = true;
        long spare = Math.max(0, taken - used);
        taken -= spare;
        server.give(spare);
        return true;
    }

    /** Drops everything. {@return how many messages of this session are not kept} */
    synchronized long forget() {
        while (size > 0) {
            dropFirst();
        }
        server.give(taken);
        taken = 0;
        return omitted;
    }

    synchronized long omitted() {
        return omitted;
    }

    List<Transcript.Entry> entries() {
        var kept = new ArrayList<Message>();
        synchronized (this) {
            for (int i = 0; i < size; i++) {
                kept.add(message(i));
            }
        }
        return kept.stream()
                .map(message -> message.entry(server.time(message.nanos())).withSession(session))
                .toList();
    }

    private sealed interface Message {

        /** {@return when it was recorded, by {@link System#nanoTime}} */
        long nanos();

        Transcript.Entry entry(Instant time);

        default int bytes() {
            return OVERHEAD;
        }
    }

    private record Said(long nanos, String text, boolean command) implements Message {

        @Override
        public Transcript.Entry entry(Instant time) {
            return command
                    ? Transcript.Sent.of(time, text)
                    : Transcript.Received.of(time, text.replace("\r\n", "\n").stripTrailing());
        }

        @Override
        public int bytes() {
            return OVERHEAD + text.length();
        }
    }

    private record Injected(long nanos, String text) implements Message {

        @Override
        public Transcript.Entry entry(Instant time) {
            return Fault.Injected.of(time, text);
        }

        @Override
        public int bytes() {
            return OVERHEAD + text.length();
        }
    }

    private record Secured(long nanos, Transcript.Channel channel, String protocol, String cipherSuite)
            implements Message {

        @Override
        public Transcript.Entry entry(Instant time) {
            return Transcript.Secured.of(time, channel, protocol, cipherSuite);
        }
    }

    private record Opened(long nanos, Transcript.Mode mode, InetSocketAddress client, InetSocketAddress own)
            implements Message {

        @Override
        public Transcript.Entry entry(Instant time) {
            return Transcript.Opened.of(time, mode, client, own);
        }
    }

    private record Closed(long nanos, Opened opened, boolean upload, long moved, long movingNanos) implements Message {

        @Override
        public Transcript.Entry entry(Instant time) {
            var direction = upload ? Transfer.Direction.UPLOAD : Transfer.Direction.DOWNLOAD;
            var duration = Duration.ofNanos(nanos - opened.nanos);
            var moving = Duration.ofNanos(movingNanos);
            return Transcript.Data.of(time, opened.mode, opened.client, opened.own, direction, moved, duration, moving);
        }
    }
}
