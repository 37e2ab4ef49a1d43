package io.github.ftplab.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.List;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.filter.codec.ProtocolCodecSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ControlCodecTest {

    private static final int LIMIT = 64;

    private final ControlCodec codec = new ControlCodec(LIMIT);
    private final ProtocolCodecSession session = new ProtocolCodecSession();

    @Test
    void linesBecomeCommands() throws Exception {
        assertThat(decode("user test\r\nPASS  two  blanks \r\n"))
                .extracting(CommandLine::getCommand, CommandLine::getArgument)
                .containsExactly(tuple("USER", "test"), tuple("PASS", " two  blanks "));
    }

    @Test
    void lineFeedAloneEndsALineToo() throws Exception {
        assertThat(decode("NOOP\nNOOP\n")).hasSize(2);
    }

    @Test
    void lineInPiecesIsOneCommand() throws Exception {
        assertThat(decode("MKD gr\u00fc")).isEmpty();
        assertThat(decode("n\r")).isEmpty();
        assertThat(decode("\n")).extracting(CommandLine::getArgument).containsExactly("gr\u00fcn");
    }

    @Test
    void characterInPiecesIsRead() throws Exception {
        var bytes = "MKD \u00e4\r\n".getBytes(UTF_8);
        var all = new ArrayList<CommandLine>();
        for (var b : bytes) {
            all.addAll(decode(new byte[] {b}));
        }
        assertThat(all).extracting(CommandLine::getArgument).containsExactly("\u00e4");
    }

    @Test
    void telnetBytesAreLeftOut() throws Exception {
        assertThat(decode(new byte[] {
                    (byte) 255,
                    (byte) 244,
                    (byte) 255,
                    (byte) 242,
                    'A',
                    'B',
                    (byte) 255,
                    (byte) 253,
                    6,
                    'O',
                    'R',
                    '\r',
                    '\n'
                }))
                .extracting(CommandLine::getCommand)
                .containsExactly("ABOR");
    }

    @Test
    void lineOverTheLimitIsOneBadCommandAndTheNextIsRead() throws Exception {
        assertThat(decode("MKD " + "x".repeat(10 * LIMIT) + "\r\nNOOP\r\n"))
                .extracting(CommandLine::getCommand)
                .containsExactly(CommandLine.TOO_LONG, "NOOP");
    }

    @Test
    void bytesThatAreNoUtf8AreABadCommand() throws Exception {
        assertThat(decode(new byte[] {'M', 'K', 'D', ' ', (byte) 0xC0, (byte) 0xAF, '\n'}))
                .extracting(CommandLine::getCommand)
                .containsExactly(CommandLine.UNREADABLE);
    }

    @Test
    void passwordIsNotShown() {
        assertThat(CommandLine.parse("pass potato")).hasToString("PASS ******");
        assertThat(CommandLine.parse("USER test")).hasToString("USER test");
    }

    @Test
    void replyOfSeveralLinesIsWrittenAsRfc959HasIt() throws Exception {
        codec.getEncoder(session)
                .encode(
                        session,
                        Replies.of(211, "Features:", List.of("SIZE", "a\r\nb"), "End"),
                        session.getEncoderOutput());
        var written = (IoBuffer) session.getEncoderOutputQueue().remove();
        assertThat(written.getString(UTF_8.newDecoder())).isEqualTo("211-Features:\r\n SIZE\r\n a??b\r\n211 End\r\n");
    }

    @Test
    void eachSessionHasItsOwnLine() throws Exception {
        decode("NO");
        var other = new ProtocolCodecSession();
        codec.getDecoder(other).decode(other, IoBuffer.wrap("OP\r\n".getBytes(UTF_8)), other.getDecoderOutput());
        assertThat(((CommandLine) other.getDecoderOutputQueue().remove()).getCommand())
                .isEqualTo("OP");
    }

    private List<CommandLine> decode(String text) throws Exception {
        return decode(text.getBytes(UTF_8));
    }

    private List<CommandLine> decode(byte[] bytes) throws Exception {
        codec.getDecoder(session).decode(session, IoBuffer.wrap(bytes), session.getDecoderOutput());
        var commands = new ArrayList<CommandLine>();
        while (!session.getDecoderOutputQueue().isEmpty()) {
            commands.add((CommandLine) session.getDecoderOutputQueue().remove());
        }
        return commands;
    }
}
