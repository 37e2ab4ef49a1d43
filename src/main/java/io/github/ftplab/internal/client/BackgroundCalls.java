package io.github.ftplab.internal.client;

import io.github.ftplab.Transcript;
import io.github.ftplab.internal.client.control.TranscriptRecorder;
import io.github.ftplab.internal.client.failure.Operation;
import io.github.ftplab.internal.client.listing.LoginState;
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
 * Calls that run one after the other, in a thread and over a session of their own, so that the session which they come
 * from is free meanwhile. They run as its user and in the directory in which it was when the call was made. Thread and
 * session are there while there are calls, and a little longer. May be used from any thread.
 */
public final class BackgroundCalls {

    /** How long thread and session wait for another call. */
    private static final Duration LINGER = Duration.ofSeconds(2);

    private final ClientSession origin;
    private final Object lock = new Object();
    private @Nullable Worker worker;
    private volatile @Nullable ClientSession latest;

    /**
     * Calls beside one session.
     *
     * @param origin the session that says which server, which user and which directory
     */
    public BackgroundCalls(ClientSession origin) {
        this.origin = origin;
    }

    /**
     * Runs a call when those before it are over.
     *
     * @param what reads well after "cannot"
     * @param verb what is done over the session
     * @return its result; whoever completes it otherwise, as by cancelling it, ends the call
     * @throws IllegalStateException if the session was closed
     */
    public <T> CompletableFuture<T> submit(String what, Function<ClientSession, T> verb) {
        var call = new BackgroundCall<>(what, origin.place(), verb);
        Worker runner;
        synchronized (lock) {
            origin.requireNotClosed(Operation.to(what));
            if (worker == null) {
                worker = new Worker();
                worker.thread.start();
            }
            runner = worker;
            runner.waiting.add(call);
            lock.notifyAll();
        }
        var unused = call.whenComplete((value, failure) -> runner.stop(call));
        return call;
    }

    /** Ends all calls, as the session was closed: those that wait as well as the one that runs. */
    public void end() {
        Worker runner;
        List<BackgroundCall<?>> calls;
        synchronized (lock) {
            runner = worker;
            worker = null;
            calls = runner == null ? List.of() : runner.end();
        }
        calls.forEach(call -> call.completeExceptionally(origin.over(Operation.to(call.what()))));
    }

    /** {@return what went over the wire of the session that calls have used last} */
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

    /** A thread, its session and the calls that it is to run; its fields but for the session belong to the lock. */
    private final class Worker implements BackgroundCall.Sessions {

        private final Thread thread = DaemonThreads.of("ftplab-client-background", this::run);
        private final Deque<BackgroundCall<?>> waiting = new ArrayDeque<>();
        private @Nullable BackgroundCall<?> running;
        private boolean ended;
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
                // There is no call that this could end.
            }
        }

        /** From now on an interruption would be for a call that is over. */
        private void free() {
            synchronized (lock) {
                running = null;
                Thread.interrupted();
            }
        }

        /** Ends a call that nobody waits for any more; the others are not touched. */
        void stop(BackgroundCall<?> call) {
            synchronized (lock) {
                if (running == call) {
                    thread.interrupt();
                } else {
                    waiting.remove(call);
                }
            }
        }

        /** Takes no more calls; {@return those that are not over} */
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

        /** {@return a session in the place that a call is for: the last one, unless it was lost or is elsewhere} */
        @Override
        public ClientSession over(BackgroundCall<?> call) {
            var open = session;
            if (open == null || open.isOver() || !call.place().equals(place)) {
                closeSession();
                open = origin.another(call.place());
                session = open;
                latest = open;
                place = call.place();
            }
            open.onProgress(call.reportingTo(origin.progress()));
            return open;
        }

        private void closeSession() {
            var open = session;
            if (open != null) {
                open.close();
            }
        }
    }
}
