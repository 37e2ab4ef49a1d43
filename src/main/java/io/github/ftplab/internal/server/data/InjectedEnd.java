package io.github.ftplab.internal.server.data;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A transfer that is ended on purpose, before all was transferred. */
final class InjectedEnd extends IOException {

    private static final long serialVersionUID = 1L;

    private final @Nullable String reply;
    private final boolean goodbye;
    private final boolean cut;

    private InjectedEnd(@Nullable String reply, boolean goodbye, boolean cut) {
        super("ended on purpose");
        this.reply = reply;
        this.goodbye = goodbye;
        this.cut = cut;
    }

    /** Ends it with this reply, or with none. */
    static InjectedEnd with(@Nullable String reply) {
        return new InjectedEnd(reply, false, false);
    }

    /** Ends it with this reply, and then the session. */
    static InjectedEnd goodbye(String reply) {
        return new InjectedEnd(reply, true, false);
    }

    /** Ends it as if all had been transferred. */
    static InjectedEnd cut() {
        return new InjectedEnd(null, false, true);
    }

    @Nullable
    String reply() {
        return reply;
    }

    /** {@return whether the session ends too} */
    boolean isGoodbye() {
        return goodbye;
    }

    /** {@return whether it passes for complete} */
    boolean isCut() {
        return cut;
    }
}
