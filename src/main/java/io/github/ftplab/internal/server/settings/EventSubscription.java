package io.github.ftplab.internal.server.settings;

import io.github.ftplab.ServerEvent;
import java.util.function.Consumer;

/**
 * A listener and the kind of events that it wants.
 *
 * @param kind the kind
 * @param listener who is told
 */
public record EventSubscription<E extends ServerEvent>(Class<E> kind, Consumer<? super E> listener) {

    /** Tells the listener if it wants this event. */
    public void tell(ServerEvent event) {
        if (kind.isInstance(event)) {
            listener.accept(kind.cast(event));
        }
    }
}
