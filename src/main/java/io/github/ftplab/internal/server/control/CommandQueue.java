package io.github.ftplab.internal.server.control;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.mina.core.session.IoSession;
import org.jspecify.annotations.Nullable;

/**
 * Queues the commands of one control connection, from the bytes that arrive to the thread that runs them. Commands run
 * one after the other, but some may overtake a running transfer: {@link QueueRule} says which.
 *
 * <p>The queue is bounded. While {@value #MAX_WAITING} commands wait, or the backlog of unread replies is too long, no
 * command is decoded or run, and reading from the connection is suspended; it resumes as soon as there is room. So ABOR
 * ends a transfer at once if fewer commands were sent between the two and the client reads its replies; otherwise it is
 * seen when there is room again, at the latest when the transfer ends. The same holds for noticing that the client has
 * closed the connection, unless a write fails first.
 *
 * <p>When the client closes its half of the connection, the commands that it has sent are still answered, but what takes
 * long is aborted: a client that was killed closes its connections in the same way. Then the connection is closed.
 *
 * <p>Only the connection's I/O thread decodes lines. The monitor is never held while a reply is sent.
 */
public final class CommandQueue {

    static final int MAX_WAITING = 64;

    /** The most characters that may wait; checked before a command is decoded, so that one more may exceed it. */
    private static final int MAX_WAITING_CHARS = 16 * 1024;

    /** How short the queue must be before the I/O thread is woken to read more: waking it for each command is slow. */
    private static final int RESUME_WAITING = MAX_WAITING / 2;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /** The session that the commands belong to. */
    interface Owner {

        boolean isLoggedIn();

        /** Called when a command has arrived, before it is queued or run. {@return whether to do so} */
        boolean received(CommandLine line);

        /** {@return whether a command may wait that usually doesn't, so that the I/O thread must not run it} */
        boolean mayWait(CommandLine line);

        /** Aborts the running transfer, if there is one. */
        void abort();

        /** Called before a queued command runs; not for one that overtakes. */
        void commandBegins();

        /** Called when a queued command has ended. */
        void commandDone();

        /** Aborts what takes long, now and later, as the client will send nothing more and has probably gone. */
        void inputClosed();
    }

    private final Owner owner;
    private final IoSession io;
    private final CommandCodec.Decoder decoder;
    private final LongSupplier backlog;
    private final Executor threads;
    private final Consumer<CommandLine> runner;
    private final Turn turn;

    private final Deque<CommandLine> waiting = new ArrayDeque<>();
    private int waitingChars;
    private ByteBuffer unread = NOTHING;
    /**
     * Whether a thread is running commands. If not, and commands wait, they wait for the client to read its replies.
     */
    private boolean running;
    /** Whether the running command is held, and if it has returned: which one it is. */
    private boolean holding;

    private @Nullable CommandLine held;
    private boolean opening;
    private boolean transferring;
    private int aborts;
    private boolean aborted;
    private boolean quitting;
    private boolean inputClosed;

    /**
     * @param backlog the number of bytes of replies that the client has not read, see {@link ReplyFilter}
     * @param threads runs the commands that may block
     * @param runner runs a command to its end and never throws
     */
    CommandQueue(
            Owner owner,
            IoSession io,
            CommandCodec.Decoder decoder,
            LongSupplier backlog,
            Executor threads,
            Consumer<CommandLine> runner,
            Turn turn) {
        this.owner = owner;
        this.io = io;
        this.decoder = decoder;
        this.backlog = backlog;
        this.threads = threads;
        this.runner = runner;
        this.turn = turn;
    }

    /** Adds bytes that have arrived. Called by the connection's I/O thread. */
    void receive(ByteBuffer bytes) {
        synchronized (this) {
            unread = unread.hasRemaining() ? join(unread, bytes) : bytes;
        }
        turn.begin();
        readCommands();
    }

    /**
     * Continues when the client has read replies, the queue has room or this client's next turn has come. Called by the
     * I/O thread, also after each {@code suspendRead} and {@code resumeRead}.
     */
    void resume() {
        turn.begin();
        if (mayStart()) {
            runWaiting(true);
        }
        readCommands();
    }

    /** The client sends nothing more. Called by the I/O thread, perhaps more than once. */
    void inputClosed() {
        synchronized (this) {
            inputClosed = true;
            io.suspendRead();
        }
        owner.inputClosed();
        closeWhenAnswered();
    }

    /** {@return whether the client will send nothing more} */
    synchronized boolean isInputClosed() {
        return inputClosed;
    }

    private void closeWhenAnswered() {
        boolean answered;
        synchronized (this) {
            answered = inputClosed && !running && waiting.isEmpty() && !unread.hasRemaining();
        }
        if (answered) {
            io.closeOnFlush();
        }
    }

    private synchronized boolean mayStart() {
        boolean start = !running && !waiting.isEmpty() && !isBacklogged();
        running |= start;
        return start;
    }

    /** Decodes and dispatches commands while there is room. Called by the I/O thread. */
    private void readCommands() {
        CommandLine line;
        while ((line = read()) != null) {
            if (!owner.received(line)) {
                continue;
            }
            if (!mayOvertake(line)) {
                enqueue(line);
            } else if (owner.mayWait(line)) {
                var overtaking = line;
                threads.execute(() -> runner.accept(overtaking));
            } else {
                turn.spend();
                runner.accept(line);
            }
        }
        closeWhenAnswered();
    }

    private synchronized @Nullable CommandLine read() {
        if (quitting) {
            unread = NOTHING;
        }
        if (unread.hasRemaining() && turn.isOver()) {
            io.suspendRead();
            return null;
        }
        var line = hasRoom() ? decoder.next(unread) : null;
        if (line == null) {
            boolean held = inputClosed || unread.hasRemaining() || !hasRoom();
            if (held && !io.isReadSuspended()) {
                io.suspendRead();
            } else if (!held && io.isReadSuspended()) {
                io.resumeRead();
            }
        }
        return line;
    }

    private boolean hasRoom() {
        return quitting
                || (waiting.size() < MAX_WAITING && waitingChars < MAX_WAITING_CHARS && !opening && !isBacklogged());
    }

    private boolean isBacklogged() {
        return backlog.getAsLong() >= ReplyFilter.BACKLOG_LIMIT;
    }

    /** After USER or REIN during a transfer, commands that need a login are refused at once; logging in again waits. */
    private synchronized boolean mayOvertake(CommandLine line) {
        if (!transferring || !waiting.isEmpty()) {
            return false;
        }
        return QueueRule.of(line).mayOvertake(owner.isLoggedIn());
    }

    /** Runs a command after those that wait. */
    void enqueue(CommandLine line) {
        boolean abort;
        boolean first;
        synchronized (this) {
            waiting.addLast(line);
            waitingChars += line.getRequestLine().length();
            boolean interrupts = QueueRule.of(line).interrupts();
            aborts += interrupts ? 1 : 0;
            abort = interrupts && transferring;
            first = !running;
            running = true;
        }
        if (abort) {
            owner.abort();
        }
        if (first) {
            runWaiting(true);
        }
    }

    /** Runs the waiting commands; the I/O thread stops at the first one that may block. */
    private void runWaiting(boolean onIoThread) {
        CommandLine line;
        while ((line = next(onIoThread)) != null) {
            owner.commandBegins();
            runner.accept(line);
            if (isHeld(line)) {
                return;
            }
            done(line);
        }
        closeWhenAnswered();
    }

    private void done(CommandLine line) {
        synchronized (this) {
            aborts -= QueueRule.of(line).interrupts() ? 1 : 0;
        }
        owner.commandDone();
    }

    /**
     * Called by the running command, which has to wait: it returns, and its thread is free, but no other command runs
     * before {@link #release}. Not for one that overtakes.
     */
    public synchronized void hold() {
        holding = true;
    }

    private synchronized boolean isHeld(CommandLine line) {
        held = holding ? line : null;
        return holding;
    }

    /** Ends the command that was held; the next ones run. Called by any thread, perhaps before that command returns. */
    public void release() {
        CommandLine line;
        synchronized (this) {
            holding = false;
            line = held;
            held = null;
        }
        if (line != null) {
            done(line);
            threads.execute(() -> runWaiting(false));
        }
    }

    private synchronized @Nullable CommandLine next(boolean onIoThread) {
        var line = waiting.peekFirst();
        if (line == null || isBacklogged()) {
            running = false;
            wakeReader();
            return null;
        }
        if (onIoThread && (!QueueRule.of(line).quick() || owner.mayWait(line))) {
            threads.execute(() -> runWaiting(false));
            return null;
        }
        if (onIoThread) {
            if (turn.isOver()) {
                running = false;
                io.suspendRead();
                return null;
            }
            turn.spend();
        }
        waiting.removeFirst();
        waitingChars -= line.getRequestLine().length();
        wakeReader();
        return line;
    }

    /** Resumes reading if it was suspended and there is enough room. */
    private void wakeReader() {
        if (waiting.size() <= RESUME_WAITING) {
            resumeReadIfRoom();
        }
    }

    private void resumeReadIfRoom() {
        if (io.isReadSuspended() && hasRoom() && (!inputClosed || unread.hasRemaining())) {
            io.resumeRead();
        }
    }

    /**
     * Discards what was sent in the clear after AUTH, which an attacker may have injected. Called while AUTH runs.
     */
    synchronized void discard() {
        decoder.discard();
        unread = NOTHING;
        waiting.clear();
        waitingChars = 0;
        aborts = 0;
    }

    /** {@return how many commands are waiting} */
    synchronized int waiting() {
        return waiting.size();
    }

    /** {@return whether a command is running or waiting} */
    synchronized boolean isBusy() {
        return running || !waiting.isEmpty();
    }

    /**
     * Begins a transfer.
     *
     * @param firstReply sends the preliminary reply, which no reply to an overtaking command may precede
     */
    public void beginTransfer(Runnable firstReply) {
        synchronized (this) {
            opening = true;
        }
        try {
            firstReply.run();
        } finally {
            synchronized (this) {
                opening = false;
                transferring = true;
                aborted = false;
                resumeReadIfRoom();
            }
        }
    }

    /** Ends a transfer. {@return whether the connection must be closed now, because QUIT has arrived} */
    public synchronized boolean endTransfer() {
        transferring = false;
        return quitting;
    }

    /** {@return whether a transfer is running} */
    public synchronized boolean isTransferring() {
        return transferring;
    }

    /** {@return whether an ABOR waits for the running command to end} */
    public synchronized boolean isAborting() {
        return aborts > 0;
    }

    /** {@return whether the command that has just failed did so because of ABOR} */
    public synchronized boolean isAborted() {
        aborted = aborts > 0;
        return aborted;
    }

    /** {@return whether the ABOR that is running now has aborted a command} */
    public synchronized boolean answerAbort() {
        var answer = aborted;
        aborted = false;
        return answer;
    }

    /** Ends the session after the running transfer. {@return whether there is one; if not, close the connection now} */
    public synchronized boolean quitAfterTransfer() {
        quitting = true;
        return transferring;
    }

    /** Ends the session: no further command is run. */
    public synchronized void quit() {
        quitting = true;
    }

    /** {@return whether the session is ending} */
    synchronized boolean isQuitting() {
        return quitting;
    }

    private static ByteBuffer join(ByteBuffer first, ByteBuffer second) {
        return ByteBuffer.allocate(first.remaining() + second.remaining())
                .put(first)
                .put(second)
                .flip();
    }
}
