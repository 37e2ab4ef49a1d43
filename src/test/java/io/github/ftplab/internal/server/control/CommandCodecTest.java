package io.github.ftplab.internal.server.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CommandCodecTest {

    private static final int LIMIT = 64;

    private final CommandCodec.Decoder decoder = new CommandCodec.Decoder(LIMIT);

    @Test
    void linesBecomeCommands() {
        assertThat(decode("user test\r\nPASS  two  blanks \r\n"))
                .extracting(CommandLine::getCommand, CommandLine::getArgument)
                .containsExactly(tuple("USER", "test"), tuple("PASS", " two  blanks "));
    }

    @Test
    void lineFeedAloneEndsALineToo() {
        assertThat(decode("NOOP\nNOOP\n")).hasSize(2);
    }

    @Test
    void lineInPiecesIsOneCommand() {
        assertThat(decode("MKD gr\u00fc")).isEmpty();
        assertThat(decode("n\r")).isEmpty();
        assertThat(decode("\n")).extracting(CommandLine::getArgument).containsExactly("gr\u00fcn");
    }

    @Test
    void characterInPiecesIsRead() {
        var bytes = "MKD \u00e4\r\n".getBytes(UTF_8);
        var all = new ArrayList<CommandLine>();
        for (var b : bytes) {
            all.addAll(decode(new byte[] {b}));
        }
        assertThat(all).extracting(CommandLine::getArgument).containsExactly("\u00e4");
    }

    @Test
    void telnetBytesAreLeftOut() {
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
    void lineOverTheLimitIsOneBadCommandAndTheNextIsRead() {
        assertThat(decode("MKD " + "x".repeat(10 * LIMIT) + "\r\nNOOP\r\n"))
                .extracting(CommandLine::getCommand)
                .containsExactly(CommandLine.TOO_LONG, "NOOP");
    }

    @Test
    void bytesThatAreNoUtf8AreABadCommand() {
        assertThat(decode(new byte[] {'M', 'K', 'D', ' ', (byte) 0xC0, (byte) 0xAF, '\n'}))
                .extracting(CommandLine::getCommand)
                .containsExactly(CommandLine.UNREADABLE);
    }

    @Test
    void passwordIsNotShown() {
        assertThat(CommandLine.parse("pass potato")).hasToString("PASS ****");
        assertThat(CommandLine.parse("USER test")).hasToString("USER test");
    }

    @Test
    void replyOfSeveralLinesIsWrittenAsRfc959HasIt() {
        var written = CommandCodec.encoded(
                Replies.of(211, "Features:", List.of("SIZE", "a\r\nb"), "End").toString());
        assertThat(written).asString(UTF_8).isEqualTo("211-Features:\r\n SIZE\r\n a??b\r\n211 End\r\n");
    }

    @Test
    void eachSessionHasItsOwnLine() {
        decode("NO");
        var other = new CommandCodec.Decoder(LIMIT);
        assertThat(other.next(ByteBuffer.wrap("OP\r\n".getBytes(UTF_8))))
                .extracting(CommandLine::getCommand)
                .isEqualTo("OP");
    }

    @Test
    void readsNoFurtherThanToTheEndOfOneCommand() {
        var bytes = ByteBuffer.wrap("NOOP\r\nSYST\r\n".getBytes(UTF_8));
        assertThat(decoder.next(bytes)).hasToString("NOOP");
        assertThat(bytes.remaining()).isEqualTo("SYST\r\n".length());
    }

    @Test
    void whatIsForgottenIsNoPartOfTheNextCommand() {
        decode("MKD " + "x".repeat(10 * LIMIT));
        decoder.discard();
        assertThat(decode("NOOP\r\n")).extracting(CommandLine::getCommand).containsExactly("NOOP");
    }

    private List<CommandLine> decode(String text) {
        return decode(text.getBytes(UTF_8));
    }

    private List<CommandLine> decode(byte[] bytes) {
        var commands = new ArrayList<CommandLine>();
        var in = ByteBuffer.wrap(bytes);
        CommandLine command;
        while ((command = decoder.next(in)) != null) {
            commands.add(command);
        }
        return commands;
    }
}
