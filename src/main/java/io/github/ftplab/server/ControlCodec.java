package io.github.ftplab.server;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.session.AttributeKey;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.filter.codec.ProtocolCodecFactory;
import org.apache.mina.filter.codec.ProtocolDecoder;
import org.apache.mina.filter.codec.ProtocolDecoderAdapter;
import org.apache.mina.filter.codec.ProtocolDecoderOutput;
import org.apache.mina.filter.codec.ProtocolEncoder;
import org.apache.mina.filter.codec.ProtocolEncoderAdapter;
import org.apache.mina.filter.codec.ProtocolEncoderOutput;
import org.jspecify.annotations.Nullable;

/**
 * Lines of UTF-8 to commands and replies to bytes. Telnet's own bytes (RFC 854), which clients send around ABOR, are
 * left out; a line over the limit is read to its end, kept nowhere, and answered once.
 */
final class ControlCodec implements ProtocolCodecFactory {

    private static final AttributeKey LINE = new AttributeKey(ControlCodec.class, "line");

    private final int maxLineBytes;

    ControlCodec(int maxLineBytes) {
        this.maxLineBytes = maxLineBytes;
    }

    /** Drops the beginning of a line that has not ended. */
    static void forget(IoSession io) {
        io.removeAttribute(LINE);
    }

    @Override
    public ProtocolEncoder getEncoder(IoSession session) {
        return new ProtocolEncoderAdapter() {
            @Override
            public void encode(IoSession io, Object message, ProtocolEncoderOutput out) {
                var reply = (FtpReply) message;
                out.write(IoBuffer.wrap(reply.toString().getBytes(StandardCharsets.UTF_8)));
            }
        };
    }

    @Override
    public ProtocolDecoder getDecoder(IoSession session) {
        return new ProtocolDecoderAdapter() {
            @Override
            public void decode(IoSession io, IoBuffer in, ProtocolDecoderOutput out) {
                var line = (PartialLine) io.getAttribute(LINE);
                if (line == null) {
                    line = new PartialLine(maxLineBytes);
                    io.setAttribute(LINE, line);
                }
                while (in.hasRemaining()) {
                    var command = line.add(in.get());
                    if (command != null) {
                        out.write(command);
                    }
                }
            }
        };
    }

    /** The bytes of a line that has not ended yet. */
    private static final class PartialLine {

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

        PartialLine(int limit) {
            this.limit = limit;
        }

        @Nullable
        CommandLine add(byte b) {
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

        /** Clients differ in what they send around ABOR; none of these bytes can begin a command. */
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
