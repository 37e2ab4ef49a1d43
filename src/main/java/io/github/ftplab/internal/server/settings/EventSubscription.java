package io.github.ftplab.internal.server.settings;

import io.github.ftplab.ServerEvent;
import java.util.function.Consumer;

/**
 * A listener for one kind of events.
 *
 * @param kind the event type, whose subtypes are included
 * @param listener receives the events
 */
public record EventSubscription<E extends ServerEvent>(Class<E> kind, Consumer<? super E> listener) {

    /** Passes the event to the listener if it is of this kind. */
    public void tell(ServerEvent event) {
        if (kind.isInstance(event)) {
            listener.accept(kind.cast(event));
        }
    }
}
