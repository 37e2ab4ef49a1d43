package io.github.ftplab.internal.server.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A fuzz target, which Jazzer calls: see FuzzingTest. Any bytes are decoded without an exception and to the same
 * commands, in whatever pieces they arrive; and no text makes of one reply two.
 */
public final class CommandCodecFuzzer {

    private static final int LIMIT = 200;

    private CommandCodecFuzzer() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        var commands = decode(bytes, Integer.MAX_VALUE);
        for (int size = 1; size <= 3; size++) {
            check(lines(decode(bytes, size)).equals(lines(commands)), "other commands in pieces of " + size);
        }
        for (var command : commands) {
            check(command.getCommand());
            check(command);
        }
        var text = new String(bytes, UTF_8);
        var one = new String(CommandCodec.encoded(Replies.of(550, text).toString()), UTF_8);
        check(one.startsWith("550 ") && one.endsWith("\r\n") && lineEnds(one) == 2, "more than one line: " + one);
        var several = new String(
                CommandCodec.encoded(Replies.of(211, "First " + text, List.of(text, "x"), "Last")
                        .toString()),
                UTF_8);
        var lines = several.split("\r\n", -1);
        check(lines.length == 5 && lineEnds(several) == 8, "more than four lines: " + several);
        check(lines[1].startsWith(" ") && lines[3].equals("211 Last"), "a line that ends the reply early: " + several);
    }

    private static void check(String name) {
        boolean marked = name.equals(CommandLine.TOO_LONG) || name.equals(CommandLine.UNREADABLE);
        check(marked || name.chars().noneMatch(c -> c == ' ' || c == '\n' || (c >= 'a' && c <= 'z')), "name " + name);
    }

    private static void check(CommandLine command) {
        var line = command.getRequestLine();
        var argument = command.getArgument();
        check(line.getBytes(UTF_8).length <= LIMIT, "longer than the limit: " + line);
        check(command.hasArgument() == (argument != null), "argument of " + line);
        check(argument == null || (line.endsWith(argument) && !argument.isEmpty()), "argument of " + line);
        if (command.getCommand().equals("PASS") && argument != null && argument.length() > 4) {
            check(!command.toString().contains(argument), "the password is shown");
        }
    }

    private static long lineEnds(String text) {
        return text.chars().filter(c -> c == '\r' || c == '\n').count();
    }

    private static List<String> lines(List<CommandLine> commands) {
        return commands.stream().map(CommandLine::getRequestLine).toList();
    }

    private static List<CommandLine> decode(byte[] bytes, int size) {
        var decoder = new CommandCodec.Decoder(LIMIT);
        var commands = new ArrayList<CommandLine>();
        for (int from = 0; from < bytes.length; from += Math.min(size, bytes.length)) {
            var piece =
                    ByteBuffer.wrap(Arrays.copyOfRange(bytes, from, (int) Math.min((long) from + size, bytes.length)));
            for (var command = decoder.next(piece); command != null; command = decoder.next(piece)) {
                commands.add(command);
            }
            check(!piece.hasRemaining(), "bytes are left");
        }
        return commands;
    }

    private static void check(boolean holds, String failure) {
        if (!holds) {
            throw new AssertionError(failure);
        }
    }
}
