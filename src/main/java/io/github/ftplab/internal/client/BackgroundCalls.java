package io.github.ftplab.internal.client;

import io.github.ftplab.FtpException;
import io.github.ftplab.Transcript;
import io.github.ftplab.internal.client.control.FtpCommand;
import io.github.ftplab.internal.client.control.TranscriptRecorder;
import io.github.ftplab.internal.client.failure.Operation;
import io.github.ftplab.internal.client.listing.LoginState;
import io.github.ftplab.internal.client.settings.ClientSettings;
import io.github.ftplab.internal.protocol.DaemonThreads;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A queue of calls that run one after the other, on a thread and a session of their own, so that the original session
 * stays free. A call runs with the user and the current directory that the original session had when the call was made.
 * Thread and session exist while there are calls, and a little longer. May be used from any thread.
 */
public final class BackgroundCalls {

    /** How long the thread and its session wait for another call. */
    private static final Duration LINGER = Duration.ofSeconds(2);

    private static final String NAME = "ftplab-client-background";

    /** The server ends the session (RFC 959, section 4.2.2). */
    private static final int CLOSING = 421;

    private final ClientSession origin;
    private final Object lock = new Object();
    private @Nullable Worker worker;
    private volatile @Nullable ClientSession latest;

    /**
     * Creates the queue of one session.
     *
     * @param origin the session that determines server, user and directory
     */
    public BackgroundCalls(ClientSession origin) {
        this.origin = origin;
    }

    /**
     * Submits a call, which runs when those before it are over.
     *
     * @param what the description of the call, as it reads after "cannot"
     * @param verb the operation
     * @return its result; completing it in any other way, such as cancelling it, ends the call
     * @throws IllegalStateException if the session was closed
     */
    public <T> CompletableFuture<T> submit(String what, Function<ClientSession, T> verb) {
        var call = new BackgroundCall<>(what, origin.place(), verb);
        Worker runner;
        synchronized (lock) {
            origin.end().requireNotClosed(Operation.to(what));
            runner = worker == null ? started() : worker;
            call.waitIn(runner);
            runner.waiting.add(call);
            lock.notifyAll();
        }
        return call;
    }

    private Worker started() {
        var fresh = new Worker();
        // If there is no thread to be had, the next call tries again.
        fresh.thread.start();
        worker = fresh;
        return fresh;
    }

    /** Ends all calls, running and waiting, as the session was closed. */
    public void end() {
        var ends = new ArrayDeque<Runnable>();
        synchronized (lock) {
            var runner = worker;
            if (runner == null) {
                return;
            }
            worker = null;
            // What the user runs in a call, such as a listener, may never return.
            ends.add(runner::closeSession);
            for (var call : runner.end()) {
                ends.add(call.end(origin.end().over(Operation.to(call.what()))));
            }
        }
        runEach(ends);
    }

    /**
     * Runs each in a thread of its own: what is chained to a call runs when that is completed, and may wait for another
     * one, earlier or later.
     */
    private static void runEach(Deque<Runnable> ends) {
        var first = ends.poll();
        if (first != null) {
            DaemonThreads.of(NAME, () -> {
                        runEach(ends);
                        first.run();
                    })
                    .start();
        }
    }

    /** {@return the transcript of the session that calls used last} */
    public Transcript transcript() {
        var session = latest;
        return session == null ? new TranscriptRecorder().transcript() : session.transcript();
    }

    /** {@return one line: the session, and how many calls there are} */
    @Override
    public String toString() {
        synchronized (lock) {
            int running = worker == null || worker.running == null ? 0 : 1;
            int waiting = worker == null ? 0 : worker.waiting.size();
            return origin + " in the background: " + running + " running, " + waiting + " waiting";
        }
    }

    /** A thread, its session and its queue of calls. The lock guards waiting, running and ended. */
    private final class Worker implements BackgroundCall.Queue {

        private final Thread thread = DaemonThreads.of(NAME, this::run);
        private final Deque<BackgroundCall<?>> waiting = new ArrayDeque<>();
        private @Nullable BackgroundCall<?> running;
        private boolean ended;

        /** Whether the server may have ended the session since; only for the thread. */
        private boolean idle;

        private volatile @Nullable ClientSession session;

        private LoginState.@Nullable Place place;

        private void run() {
            try {
                for (var call = next(); call != null; call = next()) {
                    var completion = call.run(this);
                    free();
                    completion.run();
                }
            } finally {
                closeSession();
            }
        }

        private @Nullable BackgroundCall<?> next() {
            long until = System.nanoTime() + LINGER.toNanos();
            synchronized (lock) {
                while (waiting.isEmpty() && !ended) {
                    idle = true;
                    long left = until - System.nanoTime();
                    if (left <= 0) {
                        ended = true;
                        worker = null;
                    } else {
                        await(left);
                    }
                }
                running = waiting.poll();
                return running;
            }
        }

        private void await(long nanos) {
            try {
                TimeUnit.NANOSECONDS.timedWait(lock, nanos);
            } catch (InterruptedException e) {
                // An interrupt ends the running call, and none is running now.
            }
        }

        /** Clears the interrupt status: an interrupt was meant for the call that has just ended. */
        private void free() {
            synchronized (lock) {
                running = null;
                // Before the call is completed: one that is made in answer comes to an idle session.
                idle = waiting.isEmpty();
                Thread.interrupted();
            }
        }

        /** Ends a call whose future was completed otherwise. The other calls are not affected. */
        @Override
        public void stop(BackgroundCall<?> call) {
            synchronized (lock) {
                if (running == call) {
                    thread.interrupt();
                } else if (!call.hasBegun()) {
                    waiting.remove(call);
                }
            }
        }

        @Override
        public boolean isHere() {
            return Thread.currentThread().equals(thread);
        }

        /** Accepts no more calls; {@return those that are not over} */
        List<BackgroundCall<?>> end() {
            var calls = new ArrayList<>(waiting);
            waiting.clear();
            if (running != null) {
                calls.add(0, running);
            }
            ended = true;
            lock.notifyAll();
            return calls;
        }

        /** {@return a session with the call's user and directory: the last one, unless it was lost or has others} */
        @Override
        public ClientSession over(BackgroundCall<?> call) {
            var open = session;
            boolean usable = open != null && call.place().equals(place) && (idle ? isAlive(open) : !open.isOver());
            if (open == null || !usable) {
                closeSession();
                requireGoingOn(call);
                open = origin.another(call.place());
                session = open;
                latest = open;
                place = call.place();
                requireGoingOn(call);
            }
            open.onProgress(call.reportingTo(origin.progress()));
            return open;
        }

        /** {@return whether the server still answers, asked by NOOP before a session is used after a while} */
        private static boolean isAlive(ClientSession idle) {
            try {
                var reply = idle.perform(
                        Operation.to("use the session again"),
                        on -> on.exchange(FtpCommand.of("NOOP"), ClientSettings.ABANDON_LIMIT));
                return reply.code() != CLOSING;
            } catch (FtpException | IllegalStateException e) {
                return false;
            }
        }

        /** A session that is opened while all calls are ended is closed by this thread. */
        private void requireGoingOn(BackgroundCall<?> call) {
            synchronized (lock) {
                if (ended) {
                    throw origin.end().over(Operation.to(call.what()));
                }
            }
        }

        private void closeSession() {
            var open = session;
            if (open != null) {
                open.close();
            }
        }
    }
}
