package io.github.ftplab.internal.client.data;

import io.github.ftplab.Reply;
import io.github.ftplab.internal.client.control.ControlConnection;
import io.github.ftplab.internal.client.control.ReplyCodes;
import io.github.ftplab.internal.client.control.ReplyReader;
import io.github.ftplab.internal.client.settings.ClientSettings;
import io.github.ftplab.internal.protocol.DaemonThreads;
import io.github.ftplab.internal.protocol.Text;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The replies to a command that transfers data: preliminary ones (at least one, from most servers), the final one, and
 * those to NOOP in between. They are read by the transfer's own thread, or by a thread that listens while the data
 * connection stalls. Thread-safe.
 */
final class TransferReplies {

    private static final Duration NO_LIMIT = Duration.ofDays(1);

    /** The reply to PWD. */
    private static final int PATH = 257;

    private static final int MOST_SKIPPED = 100;

    private final ControlConnection control;
    private @Nullable Reply opening;
    private @Nullable Reply closing;
    private @Nullable IOException failure;
    private boolean openedAgain;
    private boolean listening;
    private boolean readDirectly = true;
    private int noopsSent;
    private int noopsAnswered;

    TransferReplies(ControlConnection control) {
        this.control = control;
    }

    /** Notes a reply that has been read already. */
    synchronized void take(Reply reply) {
        if (reply.code() < 200) {
            openedAgain = opening != null;
            opening = opening == null ? reply : opening;
        } else if (noopsAnswered < noopsSent && ReplyCodes.isOfNoop(reply)) {
            noopsAnswered++;
        } else {
            closing = reply;
            opening = opening == null ? reply : opening;
        }
        notifyAll();
    }

    /** Sends NOOP; its reply is read with the others. */
    synchronized void sendNoop() throws IOException {
        if (closing == null) {
            control.sendAside("NOOP");
            noopsSent++;
        }
    }

    /**
     * Allows {@link #listen}, which reads what follows, until {@link #closing} is called.
     *
     * @param ready whether the replies may be read by another thread
     */
    synchronized void allowListening(boolean ready) {
        readDirectly = !ready;
    }

    /**
     * Reads the replies on a thread of its own, until the final one.
     *
     * @param onEnd is run by that thread when the final one has come, or the session is lost
     */
    synchronized void listen(Runnable onEnd) {
        if (!readDirectly && !listening && closing == null) {
            listening = true;
            DaemonThreads.of("ftplab-client-replies", () -> read(onEnd)).start();
        }
    }

    private void read(Runnable onEnd) {
        try {
            while (closingIfAny().isEmpty()) {
                take(control.nextReply(NO_LIMIT));
            }
        } catch (IOException e) {
            synchronized (this) {
                failure = e;
                notifyAll();
            }
        }
        onEnd.run();
    }

    /** {@return the first reply, if it has been read} */
    synchronized Optional<Reply> openingIfAny() {
        return Optional.ofNullable(opening);
    }

    /** {@return the final reply, if it has been read} */
    synchronized Optional<Reply> closingIfAny() {
        return Optional.ofNullable(closing);
    }

    /** {@return whether the final reply has been read and is a refusal} */
    synchronized boolean isRefused() {
        return closing != null && !closing.isPositive();
    }

    /** {@return whether the session was lost while another thread waited for the data connection} */
    synchronized boolean isSessionLost() {
        return failure != null;
    }

    /**
     * {@return whether more than one preliminary reply came} Pure-FTPd ends a download over TLS that was broken off with
     * another 150, and nothing follows.
     */
    synchronized boolean isOpenedAgain() {
        return openedAgain;
    }

    /** {@return the first reply} */
    Reply opening(Duration limit) throws IOException {
        return await(false, limit);
    }

    /** {@return the final reply} */
    Reply closing(Duration limit) throws IOException {
        return await(true, limit);
    }

    private Reply await(boolean last, Duration limit) throws IOException {
        if (!isListening()) {
            while (found(last) == null) {
                take(control.nextReply(limit));
            }
        }
        return awaitListener(last, limit);
    }

    private synchronized boolean isListening() {
        readDirectly = true;
        return listening;
    }

    private synchronized @Nullable Reply found(boolean last) {
        return last ? closing : opening;
    }

    private synchronized Reply awaitListener(boolean last, Duration limit) throws IOException {
        long until = System.nanoTime() + limit.toNanos();
        boolean interrupted = false;
        try {
            var reply = found(last);
            while (reply == null) {
                if (failure != null) {
                    throw failure;
                }
                long left = until - System.nanoTime();
                if (left <= 0) {
                    throw interrupted
                            ? new InterruptedIOException("interrupted")
                            : new SocketTimeoutException("no answer within " + Text.duration(limit));
                }
                try {
                    TimeUnit.NANOSECONDS.timedWait(this, left);
                } catch (InterruptedException e) {
                    interrupted = true;
                    until = Math.min(until, System.nanoTime() + ClientSettings.NOTICE_LIMIT.toNanos());
                }
                reply = found(last);
            }
            return reply;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** {@return whether the first reply has come, or comes within a time or before an interrupt} */
    boolean isOpeningWithin(Duration limit) throws IOException {
        if (!isListening()) {
            return openingIfAny().isPresent() || control.isReplyWithin(limit);
        }
        try {
            awaitListener(false, limit);
            return true;
        } catch (InterruptedIOException e) {
            return false;
        }
    }

    /** {@return whether the final reply has come, or comes within a time} */
    boolean isClosingWithin(Duration limit) throws IOException {
        if (!isListening()) {
            boolean soon = true;
            while (closingIfAny().isEmpty() && soon) {
                soon = control.isReplyWithin(isOpenedAgain() ? ReplyReader.SLICE : limit);
                if (soon) {
                    take(control.nextReply(ClientSettings.ABANDON_LIMIT));
                }
            }
            return soon;
        }
        try {
            awaitListener(true, limit);
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    /** Reads the replies to NOOP that are still outstanding. Some servers send none during a transfer. */
    void settle() throws IOException {
        for (int missing = missing(); missing > 0; missing--) {
            if (!control.isReplyWithin(ClientSettings.NOTICE_LIMIT)) {
                skip(ClientSettings.ABANDON_LIMIT);
                return;
            }
            control.nextReply(ClientSettings.ABANDON_LIMIT);
        }
    }

    /** Skips all replies that are still outstanding. */
    void skip(Duration limit) throws IOException {
        if (isListening() && closingIfAny().isEmpty()) {
            // The listener reads until the final reply, and must not be disturbed by another reader.
            control.sendAside("PWD");
            var reply = closing(limit);
            for (int skipped = 0; reply.code() != PATH; skipped++) {
                if (skipped == MOST_SKIPPED) {
                    throw new IOException("it sent \"" + reply + "\" in reply to PWD");
                }
                reply = control.nextReply(limit);
            }
        } else {
            control.skipReplies(limit);
        }
        answered();
    }

    private synchronized void answered() {
        noopsAnswered = noopsSent;
    }

    private synchronized int missing() {
        return noopsSent - noopsAnswered;
    }
}
