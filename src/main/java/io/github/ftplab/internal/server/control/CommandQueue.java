package io.github.ftplab.internal.server.control;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.mina.core.session.IoSession;
import org.jspecify.annotations.Nullable;

/**
 * The commands of one control connection, from the bytes that arrive to the thread that runs them, one after the other
 * but for those that may overtake a transfer.
 *
 * <p>It is bounded: while {@value #MOST_WAITING} commands wait, or the client leaves too many replies untaken, no line
 * is read and none is run, and soon nothing more is read from the connection; it goes on by itself as soon as there is
 * room. So ABOR ends a transfer at once if fewer commands than that came between the two, and the client takes its
 * replies; otherwise it is seen when there is room again, at the latest when the transfer ends. Nor is it noticed
 * before that a client has gone, unless it is by what is sent.
 *
 * <p>Lines are read by the connection's I/O thread alone. Its monitor is never held while something is sent.
 */
public final class CommandQueue {

    /** How many commands may wait for the one that runs. */
    static final int MOST_WAITING = 64;

    /** How long they may be together; one more is taken as long as there are fewer. */
    private static final int MOST_WAITING_CHARS = 16 * 1024;

    /** From how few on it is worth the while to wake the I/O thread. */
    private static final int FEW_WAITING = MOST_WAITING / 2;

    /** How many commands the I/O thread runs for one client before it looks after the others, and for how long. */
    private static final int AT_ONCE = 16;

    private static final long LONGEST_NANOS = TimeUnit.MICROSECONDS.toNanos(250);

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /** Whose commands these are. */
    interface Owner {

        boolean isLoggedIn();

        /** Ends the transfer that runs, if one does. */
        void abort();

        /** A command that had waited in line begins. */
        void commandBegins();

        /** A command that had waited in line is done. */
        void commandDone();
    }

    private enum Trait {
        /** Waits for no disk, client or slow hash, so that to change threads would take longer than it does. */
        QUICK,
        /** May be said during a transfer (RFC 959, sections 3.7 and 4.1.1), without an argument if it is STAT. */
        OVERTAKES,
        /**
         * Waits for the transfer even when the user has logged out meanwhile, and everything else is refused at once.
         */
        IN_TURN
    }

    /**
     * What is special about commands; those that are not here take their turn, on a thread of their own. So does ABOR,
     * but it ends a transfer already when it comes.
     */
    private static final Map<String, Set<Trait>> TRAITS = Map.ofEntries(
            // What comes behind AUTH and CCC is read in another way than what came before.
            Map.entry("AUTH", EnumSet.of(Trait.IN_TURN)),
            Map.entry("CCC", EnumSet.of(Trait.IN_TURN)),
            Map.entry("EPSV", EnumSet.of(Trait.QUICK)),
            Map.entry("FEAT", EnumSet.of(Trait.QUICK)),
            Map.entry("HELP", EnumSet.of(Trait.QUICK)),
            Map.entry("MODE", EnumSet.of(Trait.QUICK)),
            Map.entry("NOOP", EnumSet.of(Trait.QUICK, Trait.OVERTAKES)),
            Map.entry("OPTS", EnumSet.of(Trait.QUICK)),
            Map.entry("PASS", EnumSet.of(Trait.IN_TURN)),
            Map.entry("PASV", EnumSet.of(Trait.QUICK)),
            Map.entry("PBSZ", EnumSet.of(Trait.QUICK)),
            Map.entry("PROT", EnumSet.of(Trait.QUICK)),
            Map.entry("PWD", EnumSet.of(Trait.QUICK)),
            Map.entry("QUIT", EnumSet.of(Trait.QUICK, Trait.OVERTAKES)),
            Map.entry("REIN", EnumSet.of(Trait.OVERTAKES)),
            Map.entry("REST", EnumSet.of(Trait.QUICK)),
            Map.entry("STAT", EnumSet.of(Trait.OVERTAKES)),
            Map.entry("STRU", EnumSet.of(Trait.QUICK)),
            Map.entry("SYST", EnumSet.of(Trait.QUICK)),
            Map.entry("TYPE", EnumSet.of(Trait.QUICK)),
            Map.entry("USER", EnumSet.of(Trait.QUICK, Trait.OVERTAKES)));

    private final Owner owner;
    private final IoSession io;
    private final CommandCodec.Decoder decoder;
    private final LongSupplier untaken;
    private final Executor threads;
    private final Consumer<CommandLine> runner;

    private final Deque<CommandLine> waiting = new ArrayDeque<>();
    private int waitingChars;
    private ByteBuffer unread = NOTHING;
    /** Whether a thread runs commands; else those that wait, wait for the client to take its replies. */
    private boolean running;
    /** How many commands the I/O thread may still run in this turn, and when that began; known to that thread alone. */
    private int left;

    private long turnBegan;

    private boolean opening;
    private boolean transferring;
    private int aborts;
    private boolean aborted;
    private boolean quitting;

    /**
     * @param untaken tells how many bytes of replies the client has not taken, see {@link ReplyFilter}
     * @param threads where commands run that may take a while
     * @param runner runs a command to its end, and throws nothing
     */
    CommandQueue(
            Owner owner,
            IoSession io,
            CommandCodec.Decoder decoder,
            LongSupplier untaken,
            Executor threads,
            Consumer<CommandLine> runner) {
        this.owner = owner;
        this.io = io;
        this.decoder = decoder;
        this.untaken = untaken;
        this.threads = threads;
        this.runner = runner;
    }

    /** Takes bytes as they arrived. Called by the connection's I/O thread. */
    void receive(ByteBuffer bytes) {
        synchronized (this) {
            unread = unread.hasRemaining() ? join(unread, bytes) : bytes;
        }
        beginTurn();
        advance();
    }

    /**
     * Goes on where it was left: the client has taken replies, there is room again, or it is this client's turn again.
     * Called by the I/O thread, after each {@code suspendRead} and {@code resumeRead} too.
     */
    void goOn() {
        beginTurn();
        if (mayStart()) {
            runWaiting(true);
        }
        advance();
    }

    private void beginTurn() {
        left = AT_ONCE;
        turnBegan = System.nanoTime();
    }

    private boolean isTurnOver() {
        return left <= 0 || (left < AT_ONCE && System.nanoTime() - turnBegan > LONGEST_NANOS);
    }

    private synchronized boolean mayStart() {
        boolean start = !running && !waiting.isEmpty() && !isTooMuchUntaken();
        running |= start;
        return start;
    }

    /** Reads lines while there is room. Called by the I/O thread. */
    private void advance() {
        CommandLine line;
        while ((line = read()) != null) {
            if (mayOvertake(line)) {
                left--;
                runner.accept(line);
            } else {
                takeTurn(line);
            }
        }
    }

    private synchronized @Nullable CommandLine read() {
        if (quitting) {
            unread = NOTHING;
        }
        if (unread.hasRemaining() && isTurnOver()) {
            io.suspendRead();
            return null;
        }
        var line = hasRoom() ? decoder.next(unread) : null;
        if (line == null) {
            boolean held = unread.hasRemaining() || !hasRoom();
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
                || (waiting.size() < MOST_WAITING
                        && waitingChars < MOST_WAITING_CHARS
                        && !opening
                        && !isTooMuchUntaken());
    }

    private boolean isTooMuchUntaken() {
        return untaken.getAsLong() >= ReplyFilter.MANY_UNTAKEN;
    }

    /** Who has logged out by USER or REIN during a transfer is told so; logging in again takes its turn. */
    private synchronized boolean mayOvertake(CommandLine line) {
        if (!transferring || !waiting.isEmpty()) {
            return false;
        }
        var traits = TRAITS.getOrDefault(line.getCommand(), Set.of());
        if (!owner.isLoggedIn()) {
            return !isAbort(line) && !traits.contains(Trait.IN_TURN);
        }
        return traits.contains(Trait.OVERTAKES) && !(line.getCommand().equals("STAT") && line.hasArgument());
    }

    private static boolean isAbort(CommandLine line) {
        return line.getCommand().equals("ABOR") && !line.hasArgument();
    }

    private void takeTurn(CommandLine line) {
        boolean abort;
        boolean first;
        synchronized (this) {
            waiting.addLast(line);
            waitingChars += line.getRequestLine().length();
            aborts += isAbort(line) ? 1 : 0;
            abort = isAbort(line) && transferring;
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

    /** Runs what waits; the I/O thread does so up to the first command that may take a while. */
    private void runWaiting(boolean onIoThread) {
        CommandLine line;
        while ((line = next(onIoThread)) != null) {
            owner.commandBegins();
            try {
                runner.accept(line);
            } finally {
                done(line);
                owner.commandDone();
            }
        }
    }

    /** An ABOR has had its turn, whatever was answered. */
    private synchronized void done(CommandLine line) {
        aborts -= isAbort(line) ? 1 : 0;
    }

    private synchronized @Nullable CommandLine next(boolean onIoThread) {
        var line = waiting.peekFirst();
        if (line == null || isTooMuchUntaken()) {
            running = false;
            wakeReader();
            return null;
        }
        if (onIoThread && !TRAITS.getOrDefault(line.getCommand(), Set.of()).contains(Trait.QUICK)) {
            threads.execute(() -> runWaiting(false));
            return null;
        }
        if (onIoThread) {
            if (isTurnOver()) {
                running = false;
                io.suspendRead();
                return null;
            }
            left--;
        }
        waiting.removeFirst();
        waitingChars -= line.getRequestLine().length();
        wakeReader();
        return line;
    }

    /** Has the I/O thread go on if it held back, and there is something to gain. */
    private void wakeReader() {
        if (io.isReadSuspended() && waiting.size() <= FEW_WAITING && hasRoom()) {
            io.resumeRead();
        }
    }

    /**
     * Drops what was sent in the clear behind AUTH, so that nobody knows from whom it is. Called by the command itself.
     */
    synchronized void drop() {
        decoder.forget();
        unread = NOTHING;
        waiting.clear();
        waitingChars = 0;
        aborts = 0;
    }

    /** {@return how many commands wait for the one that runs} */
    synchronized int waiting() {
        return waiting.size();
    }

    /** {@return whether a command runs or waits} */
    synchronized boolean isBusy() {
        return running || !waiting.isEmpty();
    }

    /**
     * A transfer begins.
     *
     * @param firstReply sends the first reply, which nothing said during the transfer may overtake
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
                if (io.isReadSuspended() && hasRoom()) {
                    io.resumeRead();
                }
            }
        }
    }

    /** {@return whether the connection is to be closed now, as QUIT came} */
    public synchronized boolean endTransfer() {
        transferring = false;
        return quitting;
    }

    /** {@return whether a transfer runs} */
    public synchronized boolean isTransferring() {
        return transferring;
    }

    /** {@return whether an ABOR waits for the end of what runs} */
    public synchronized boolean isAborting() {
        return aborts > 0;
    }

    /** {@return whether a command that failed did so because of ABOR} */
    public synchronized boolean isAborted() {
        aborted = aborts > 0;
        return aborted;
    }

    /** {@return whether there was a command that this ABOR ended; called when its turn has come} */
    public synchronized boolean answerAbort() {
        var answer = aborted;
        aborted = false;
        return answer;
    }

    /** {@return whether a QUIT has to wait until the transfer is done; else the connection may be closed} */
    public synchronized boolean quitAfterTransfer() {
        quitting = true;
        return transferring;
    }

    /** Nothing more is to be done for this client. */
    public synchronized void quit() {
        quitting = true;
    }

    /** {@return whether the client has said its last word} */
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
