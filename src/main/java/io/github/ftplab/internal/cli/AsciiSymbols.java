package io.github.ftplab.internal.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Output for a terminal that can't show every character: arrows, boxes and bars are written in ASCII, and letters that
 * it lacks as question marks. Takes UTF-8.
 */
final class AsciiSymbols extends OutputStream {

    private static final Map<Character, String> SYMBOLS = symbols();

    private final PrintStream terminal;
    private final CharsetEncoder known;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);

    /** The bytes of a character whose rest has not come yet. */
    private ByteBuffer begun = ByteBuffer.allocate(0);

    private AsciiSymbols(PrintStream terminal, Charset charset) {
        this.terminal = terminal;
        this.known = charset.newEncoder();
    }

    private static Map<Character, String> symbols() {
        var symbols = new HashMap<>(Map.of('→', "->", '←', "<-", '…', "...", '⟨', "<", '⟩', ">"));
        var drawn = "▶◀│║─═▁▂▃▄▅▆▇█░";
        var ascii = "><||-=_.:-=+*#.";
        for (int i = 0; i < drawn.length(); i++) {
            symbols.put(drawn.charAt(i), ascii.substring(i, i + 1));
        }
        for (char control = 0; control < ' '; control++) {
            symbols.put((char) (0x2400 + control), "^" + (char) ('@' + control));
        }
        return symbols;
    }

    /**
     * {@return a stream that writes to another one}
     *
     * @param terminal where to write
     * @param charset what can be written there
     */
    static PrintStream before(PrintStream terminal, Charset charset) {
        return new PrintStream(new AsciiSymbols(terminal, charset), true, StandardCharsets.UTF_8);
    }

    /** {@return whether all symbols can be written in a character set} */
    static boolean areNotNeeded(Charset charset) {
        return charset.canEncode() && SYMBOLS.keySet().stream().allMatch(charset.newEncoder()::canEncode);
    }

    @Override
    public void write(int one) {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        var all = ByteBuffer.allocate(begun.remaining() + length).put(begun).put(bytes, offset, length);
        all.flip();
        var text = CharBuffer.allocate(all.remaining() + 1);
        decoder.decode(all, text, false);
        begun = all;
        terminal.print(shown(text.flip()));
    }

    private String shown(CharBuffer text) {
        var shown = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            var symbol = known.canEncode(c) ? null : SYMBOLS.get(c);
            if (symbol == null) {
                shown.append(c);
            } else {
                shown.append(symbol);
            }
        }
        return shown.toString();
    }

    @Override
    public void flush() {
        terminal.flush();
    }
}
