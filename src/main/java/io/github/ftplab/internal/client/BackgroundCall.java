package io.github.ftplab.internal.client;

import io.github.ftplab.TransferProgress;
import io.github.ftplab.internal.client.listing.LoginState;
import io.github.ftplab.internal.protocol.Text;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A call of {@link BackgroundCalls}: a future that runs it and knows its state. */
final class BackgroundCall<T> extends CompletableFuture<T> {

    private final String what;
    private final LoginState.Place place;
    private final Function<ClientSession, T> verb;
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

    /** Provides the session for a call. */
    interface Sessions {

        ClientSession over(BackgroundCall<?> call);
    }

    /** Runs the call; {@return the action that completes the future, to be run when the thread is free again} */
    Runnable run(Sessions sessions) {
        begun = true;
        try {
            var value = verb.apply(sessions.over(this));
            return () -> complete(value);
        } catch (Throwable e) {
            return () -> completeExceptionally(e);
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
        return Text.visible(what + ": " + state());
    }

    private String state() {
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
