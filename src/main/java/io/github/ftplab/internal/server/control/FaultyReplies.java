package io.github.ftplab.internal.server.control;

import io.github.ftplab.internal.fault.FaultAction;
import io.github.ftplab.internal.fault.SessionPoint.Stage;
import io.github.ftplab.internal.protocol.Text;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.util.ArrayList;
import java.util.List;
import org.apache.ftpserver.ftplet.DefaultFtpReply;
import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.ftpserver.impl.FtpIoSession;
import org.jspecify.annotations.Nullable;

/** Sends replies as the faults at their points say, and replies that are none. */
public final class FaultyReplies {

    private final FtpIoSession io;
    private final String verb;
    private final int code;
    private @Nullable String text;
    private String stray = "";
    private String lineEnd = "\r\n";
    private int copies = 1;
    private boolean inPieces;
    private boolean goodbye;

    private FaultyReplies(FtpIoSession io, String verb, FtpReply reply) {
        this.io = io;
        this.verb = verb;
        code = reply.getCode();
        text = shown(reply);
    }

    private static String shown(FtpReply reply) {
        return reply.toString().replace("\r\n", "\n").stripTrailing();
    }

    /**
     * Lets happen what is to happen before a reply; waits if that is a delay or a hold.
     *
     * @param verb the command; empty if the reply is to none
     * @return sends the reply, or what there is instead
     */
    public static Runnable prepare(FtpIoSession io, Stage stage, String verb, String argument, FtpReply reply) {
        var faults = ControlSession.of(io).faults();
        if (!faults.isActive()) {
            return () -> io.write(reply);
        }
        var actions = faults.at(stage, verb, argument, shown(reply));
        return actions.isEmpty() ? () -> io.write(reply) : () -> new FaultyReplies(io, verb, reply).send(actions);
    }

    private void send(List<FaultAction> actions) {
        for (var action : actions) {
            switch (action.kind()) {
                case CLOSE -> {
                    close(io);
                    return;
                }
                case RESET -> {
                    reset(io);
                    return;
                }
                default -> change(action);
            }
        }
        // Together, so that what clients do does not depend on when they read.
        var lines = new ArrayList<String>();
        if (!stray.isEmpty()) {
            lines.add(stray);
        }
        for (int i = 0; i < copies && text != null; i++) {
            lines.add(text);
        }
        if (!lines.isEmpty()) {
            write(String.join("\n", lines));
        }
        if (goodbye) {
            close(io);
        }
    }

    private void change(FaultAction action) {
        switch (action.kind()) {
            case REPLY -> text = action.text();
            case SEND_AWAY -> {
                text = action.text();
                goodbye = true;
            }
            case NO_REPLY -> text = null;
            case EDIT -> text = text == null ? null : action.edit().apply(text);
            case STRAY -> stray = action.text();
            case TWICE -> copies = 2;
            case PIECES -> inPieces = true;
            case BARE_LINE_FEEDS -> lineEnd = "\n";
            case CLOSED_PORT -> ControlSession.of(io).data().close();
            case FAIL_HANDSHAKE -> failHandshake();
            default -> {
                // Not for this point.
            }
        }
    }

    private void write(String lines) {
        io.write(new Injected(code, lines.replace("\n", lineEnd) + lineEnd, inPieces));
    }

    private void failHandshake() {
        var filter = ControlTlsFilter.of(io);
        if (filter == null) {
            return;
        }
        if (verb.equals("AUTH")) {
            filter.failHandshake();
        } else if (ControlSession.of(io).data().isSecure()) {
            filter.failDataHandshake();
        }
    }

    /** Sends lines, separated by line feeds, as they are. */
    public static void write(FtpIoSession io, String lines) {
        long code = lines.length() < 3 ? -1 : Text.number(lines.substring(0, 3));
        io.write(new Injected((int) Math.max(0, code), lines.replace("\n", "\r\n") + "\r\n", false));
    }

    /** Closes the control connection when all replies are sent. */
    public static void close(FtpIoSession io) {
        ControlSession.of(io).queue().quit();
        io.closeOnFlush();
    }

    /** Resets the control connection. */
    public static void reset(FtpIoSession io) {
        ControlSession.of(io).queue().quit();
        try {
            ClientPresence.of(io).channel().setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException e) {
            // The connection is closed already.
        }
        io.closeNow();
    }

    /** A reply that is wrong on purpose, or no reply at all. It is sent as it is. */
    static final class Injected extends DefaultFtpReply {

        private final String text;
        private final boolean inPieces;

        /**
         * @param text the lines, with their ends
         * @param inPieces whether each byte is sent by itself
         */
        private Injected(int code, String text, boolean inPieces) {
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
}
