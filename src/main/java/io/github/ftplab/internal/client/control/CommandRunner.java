package io.github.ftplab.internal.client.control;

import io.github.ftplab.Reply;
import io.github.ftplab.internal.client.failure.Operation;
import io.github.ftplab.internal.client.settings.ClientSettings;
import java.io.IOException;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Runs operations on the control connection, one at a time: the part of a session that other classes need. */
public interface CommandRunner {

    /** An operation on the control connection. */
    @FunctionalInterface
    interface Action<T> {

        T on(ControlConnection connection) throws IOException;
    }

    /** Runs an action while no other thread uses the control connection. */
    <T> T perform(Operation operation, Action<T> action);

    /**
     * Runs a repeatable call, and repeats it after a lost connection as the settings allow.
     *
     * @param call takes the number of the attempt, from 0
     */
    <T> T persist(IntFunction<T> call);

    /** Runs a repeatable query: {@link #persist} and {@link #perform} in one. */
    default <T> T ask(Operation operation, Action<T> action) {
        return persist(tries -> perform(operation, action));
    }

    /**
     * Sends commands one after the other; stops with an exception at the first that is refused.
     *
     * @return the reply to the last one
     */
    Reply command(Operation operation, FtpCommand... commands);

    ClientSettings settings();

    /** {@return the features that the server listed at login; empty before} */
    Features features();

    /** Notes a command that the server has not understood, although it named it; for the rest of the session. */
    void lacks(String command);

    /** {@return the time zone of LIST's times, which is null until it is found out in this session} */
    AtomicReference<@Nullable ZoneId> zone();

    /** Requests all facts in listings that the server supports, once per connection. */
    void askForFacts(ControlConnection connection) throws IOException;
}
