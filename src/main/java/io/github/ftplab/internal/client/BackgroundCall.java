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

/** A call of {@link BackgroundCalls} and what becomes of it. */
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

    /** {@return what is done, such as {@code download example.txt}} */
    String what() {
        return what;
    }

    /** {@return who is logged in and in which directory, for this call} */
    LoginState.Place place() {
        return place;
    }

    /** What finds the session that a call runs over. */
    interface Sessions {

        ClientSession over(BackgroundCall<?> call);
    }

    /** Runs it; {@return what completes it, for when the thread is free again} */
    Runnable run(Sessions sessions) {
        begun = true;
        try {
            var value = verb.apply(sessions.over(this));
            return () -> complete(value);
        } catch (Throwable e) {
            return () -> completeExceptionally(e);
        }
    }

    /** {@return who notes how far its transfers have come, and passes it on} */
    Consumer<TransferProgress> reportingTo(Consumer<TransferProgress> listener) {
        return current -> {
            progress = current;
            // Other sessions may report to the same listener: one call at a time.
            synchronized (listener) {
                listener.accept(current);
            }
        };
    }

    /** {@return one line: what is done, and whether it waits, runs, is done, was cancelled or has failed} */
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
