package io.github.ftplab.internal.client;

import io.github.ftplab.TransferProgress;
import io.github.ftplab.internal.client.listing.LoginState;
import io.github.ftplab.internal.protocol.Text;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A call of {@link BackgroundCalls}: a future that runs it and knows its state. Whoever completes it first, also by
 * cancelling it, ends the running call before any action chained to it runs, as that may wait for a later call.
 */
final class BackgroundCall<T> extends CompletableFuture<T> {

    private final String what;
    private final LoginState.Place place;
    private final Function<ClientSession, T> verb;
    private final AtomicBoolean decided = new AtomicBoolean();
    private volatile @Nullable Queue queue;
    private volatile boolean begun;
    private volatile @Nullable TransferProgress progress;

    BackgroundCall(String what, LoginState.Place place, Function<ClientSession, T> verb) {
        this.what = what;
        this.place = place;
        this.verb = verb;
    }

    /** {@return the description of the call, such as {@code download example.txt}} */
    String what() {
        return what;
    }

    /** {@return the user and the directory that this call needs} */
    LoginState.Place place() {
        return place;
    }

    /** The thread that runs calls, and their session. */
    interface Queue {

        /** {@return the session that a call runs over} */
        ClientSession over(BackgroundCall<?> call);

        /** Ends a call that nobody waits for any more. */
        void stop(BackgroundCall<?> call);

        /** {@return whether the current thread is the one that runs the calls} */
        boolean isHere();
    }

    /** Notes what will run it, before anybody else knows the call. */
    void waitIn(Queue runner) {
        queue = runner;
    }

    boolean hasBegun() {
        return begun;
    }

    /** Runs the call; {@return the action that completes the future, to be run when the thread is free again} */
    Runnable run(Queue runner) {
        begun = true;
        if (decided.get()) {
            return () -> {};
        }
        try {
            var value = verb.apply(runner.over(this));
            return () -> complete(value);
        } catch (Throwable e) {
            return () -> completeExceptionally(e);
        }
    }

    @Override
    public boolean complete(@Nullable T value) {
        return decide() && super.complete(value);
    }

    @Override
    public boolean completeExceptionally(Throwable reason) {
        return decide() && super.completeExceptionally(reason);
    }

    @Override
    public boolean cancel(boolean mayInterrupt) {
        return decide() ? super.cancel(mayInterrupt) : isCancelled();
    }

    /** Ends it at once; {@return what completes it with a failure, unless it is being completed already} */
    Runnable end(Throwable reason) {
        return decide() ? () -> super.completeExceptionally(reason) : () -> {};
    }

    private boolean decide() {
        boolean first = decided.compareAndSet(false, true);
        var runner = queue;
        if (first && runner != null) {
            runner.stop(this);
        }
        return first;
    }

    @Override
    public T join() {
        requireElsewhere();
        return super.join();
    }

    @Override
    public T get() throws InterruptedException, ExecutionException {
        requireElsewhere();
        return super.get();
    }

    /** In the thread that runs the calls, one after the other, the wait for a later one would never end. */
    private void requireElsewhere() {
        var runner = queue;
        if (runner != null && !isDone() && runner.isHere()) {
            throw new IllegalStateException("cannot wait here for \"" + Text.visible(what)
                    + "\": this thread is the one that would run it; chain it with thenCompose(...), or wait in another"
                    + " thread, as with thenApplyAsync(...)");
        }
    }

    /** {@return a listener that remembers the latest progress for {@link #toString()}, and passes it on} */
    Consumer<TransferProgress> reportingTo(Consumer<TransferProgress> listener) {
        return current -> {
            progress = current;
            // Other sessions may report to the same listener, which is never called concurrently.
            synchronized (listener) {
                listener.accept(current);
            }
        };
    }

    /** {@return one line: the description, and whether the call is waiting, running, done, cancelled or failed} */
    @Override
    public String toString() {
        return Text.visible(what + ": " + condition());
    }

    private String condition() {
        if (!isDone()) {
            var current = progress;
            return begun ? "running" + (current == null ? "" : " (" + current + ")") : "waiting";
        }
        try {
            join();
            return "done";
        } catch (CancellationException e) {
            return "cancelled";
        } catch (CompletionException e) {
            return "failed: " + Text.reason(e.getCause() == null ? e : e.getCause());
        }
    }
}
