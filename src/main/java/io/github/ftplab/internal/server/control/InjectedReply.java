package io.github.ftplab.internal.server.control;

import org.apache.ftpserver.ftplet.DefaultFtpReply;

/** A reply that is wrong on purpose, or no reply at all. It is sent as it is. */
final class InjectedReply extends DefaultFtpReply {

    private final String text;
    private final boolean inPieces;

    /**
     * @param text the lines, with their ends
     * @param inPieces whether each byte is sent by itself
     */
    InjectedReply(int code, String text, boolean inPieces) {
        super(code, text);
        this.text = text;
        this.inPieces = inPieces;
    }

    boolean isInPieces() {
        return inPieces;
    }

    @Override
    public String toString() {
        return text;
    }
}
