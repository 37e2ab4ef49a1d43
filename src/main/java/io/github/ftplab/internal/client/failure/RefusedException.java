package io.github.ftplab.internal.client.failure;

import io.github.ftplab.Reply;
import java.io.IOException;

/** A command was refused, or its reply was not the expected one. The session stays usable. */
public final class RefusedException extends IOException {

    private static final long serialVersionUID = 1L;

    private final String verb;
    private final transient Reply reply;

    public RefusedException(String verb, Reply reply) {
        super(verb + " was answered " + reply);
        this.verb = verb;
        this.reply = reply;
    }

    public String verb() {
        return verb;
    }

    public Reply reply() {
        return reply;
    }
}
