package io.github.ftplab.internal.server.control;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.filterchain.IoFilterAdapter;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.core.write.DefaultWriteRequest;
import org.apache.mina.core.write.WriteRequest;
import org.jspecify.annotations.Nullable;

/**
 * Decodes UTF-8 lines to commands and encodes replies. Telnet control bytes (RFC 854), which clients send around ABOR,
 * are skipped; a line over the limit is discarded and answered with one error.
 *
 * <p>Unlike MINA's codec filter it decodes a command only when the {@link CommandQueue} has room for it.
 */
final class CommandCodec extends IoFilterAdapter {

    @Override
    public void messageReceived(NextFilter next, IoSession io, Object message) {
        var control = ControlSession.find(io);
        // A connection that was refused because the server is closing has no session.
        if (control != null) {
            control.queue().receive(((IoBuffer) message).buf());
        }
    }

    @Override
    public void inputClosed(NextFilter next, IoSession io) {
        var control = ControlSession.find(io);
        if (control == null) {
            io.closeNow();
        } else {
            control.queue().inputClosed();
        }
    }

    @Override
    public void filterWrite(NextFilter next, IoSession io, WriteRequest request) {
        var reply = ((FtpReply) request.getMessage()).toString();
        var control = ControlSession.find(io);
        if (control != null) {
            control.replied(reply);
        }
        var bytes = encoded(reply);
        int sent = 0;
        if (request.getMessage() instanceof FaultyReplies.Injected injected && injected.isInPieces()) {
            for (; sent < bytes.length - 1; sent++) {
                next.filterWrite(io, new DefaultWriteRequest(IoBuffer.wrap(bytes, sent, 1)));
            }
        }
        var rest = IoBuffer.wrap(bytes, sent, bytes.length - sent);
        next.filterWrite(io, new DefaultWriteRequest(rest, request.getFuture()));
    }

    static byte[] encoded(String reply) {
        return reply.getBytes(StandardCharsets.UTF_8);
    }

    /** Decodes the commands of one connection; buffers an incomplete line. */
    static final class Decoder {

        private static final byte INTERPRET_AS_COMMAND = (byte) 255;
        private static final byte INTERRUPT_PROCESS = (byte) 244;
        private static final byte DATA_MARK = (byte) 242;
        private static final byte FIRST_COMMAND = (byte) 240;
        private static final byte DONT = (byte) 254;
        private static final byte WILL = (byte) 251;

        private byte[] bytes = new byte[128];
        private final int limit;
        private int length;
        private boolean tooLong;
        private TelnetState telnet = TelnetState.NONE;

        private enum TelnetState {
            NONE,
            COMMAND,
            OPTION
        }

        Decoder(int limit) {
            this.limit = limit;
        }

        /** {@return the next command, or null if {@code in} was consumed without completing one} */
        @Nullable
        CommandLine next(ByteBuffer in) {
            CommandLine command = null;
            while (command == null && in.hasRemaining()) {
                command = add(in.get());
            }
            return command;
        }

        /** Discards an incomplete line. */
        void discard() {
            length = 0;
            tooLong = false;
            telnet = TelnetState.NONE;
        }

        private @Nullable CommandLine add(byte b) {
            if (isTelnet(b)) {
                return null;
            }
            if (b == '\n') {
                return end();
            }
            if (length == limit) {
                tooLong = true;
            } else {
                if (length == bytes.length) {
                    bytes = Arrays.copyOf(bytes, Math.min(limit, length * 2));
                }
                bytes[length++] = b;
            }
            return null;
        }

        /**
         * Skips Telnet sequences. Clients differ in what they send around ABOR; none of these bytes can begin a
         * command.
         */
        private boolean isTelnet(byte b) {
            switch (telnet) {
                case COMMAND -> {
                    telnet = b >= WILL && b <= DONT ? TelnetState.OPTION : TelnetState.NONE;
                    return b >= FIRST_COMMAND && b < 0;
                }
                case OPTION -> telnet = TelnetState.NONE;
                default -> {
                    if (b != INTERPRET_AS_COMMAND) {
                        return length == 0 && (b == INTERRUPT_PROCESS || b == DATA_MARK);
                    }
                    telnet = TelnetState.COMMAND;
                }
            }
            return true;
        }

        private CommandLine end() {
            try {
                if (tooLong) {
                    return CommandLine.bad(CommandLine.TOO_LONG);
                }
                int end = length > 0 && bytes[length - 1] == '\r' ? length - 1 : length;
                return CommandLine.parse(StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes, 0, end))
                        .toString());
            } catch (CharacterCodingException e) {
                return CommandLine.bad(CommandLine.UNREADABLE);
            } finally {
                length = 0;
                tooLong = false;
            }
        }
    }
}
