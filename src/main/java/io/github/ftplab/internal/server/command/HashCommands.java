package io.github.ftplab.internal.server.command;

import static io.github.ftplab.internal.server.command.CommandSpec.command;
import static io.github.ftplab.internal.server.command.Precondition.LOGIN;

import io.github.ftplab.Permission;
import io.github.ftplab.internal.protocol.FileDigest;
import io.github.ftplab.internal.protocol.Text;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Commands that return a digest of a file's contents: HASH (draft-bryan-ftpext-hash), MD5 and MMD5
 * (draft-twine-ftpmd5), and the older X commands. A digest needs the permission to read the file.
 */
final class HashCommands implements CommandSpec.Group {

    /** Compiled for the first command of this kind, as few sessions have one. */
    private static final class Argument {

        /** A quoted file name, optionally with a range. */
        static final Pattern QUOTED = Pattern.compile("\"(.*)\"(?: (\\d{1,18})(?: (\\d{1,18}))?)?");
    }

    @Override
    public List<CommandSpec.Row> rows() {
        var rows = new ArrayList<CommandSpec.Row>();
        rows.add(row("HASH").argument("file"));
        rows.add(row("MD5").argument("file"));
        rows.add(row("MMD5").argument("file, file ..."));
        for (var name : FileDigest.byCommand().keySet()) {
            rows.add(row(name).argument("file, or \"file\" start end"));
        }
        return rows;
    }

    @Override
    public void run(String command, CommandContext x) throws IOException {
        switch (command) {
            case "HASH" -> hash(x);
            case "MD5" -> x.reply(251, quotedDigest(x, x.argument()));
            case "MMD5" -> several(x);
            default -> old(x, Objects.requireNonNull(FileDigest.byCommand().get(command)));
        }
    }

    private static CommandSpec.Row row(String name) {
        return command(name).needs(LOGIN).permission(Permission.RETRIEVE);
    }

    private static void hash(CommandContext x) throws IOException {
        var kind = x.state().hash();
        try (var source = open(x, x.argument())) {
            long size = source.size();
            x.reply(213, kind.hashReply(size, digest(x, kind, source, size), x.argument()));
        }
    }

    private static void several(CommandContext x) throws IOException {
        var answers = new ArrayList<String>();
        for (var name : x.argument().split(",", -1)) {
            x.control().cancellation().check();
            answers.add(quotedDigest(x, name.strip()));
        }
        x.reply(252, String.join(", ", answers));
    }

    private static String quotedDigest(CommandContext x, String name) throws IOException {
        var quoted = name.contains(" ") ? '"' + name + '"' : name;
        try (var source = open(x, name)) {
            return quoted + " " + digest(x, FileDigest.MD5, source, source.size());
        }
    }

    private static void old(CommandContext x, FileDigest kind) throws IOException {
        var quoted = Argument.QUOTED.matcher(x.argument());
        var name = quoted.matches() ? quoted.group(1) : x.argument();
        try (var source = open(x, name)) {
            long size = source.size();
            long start = quoted.matches() && quoted.group(2) != null ? Text.number(quoted.group(2)) : 0;
            long end = quoted.matches() && quoted.group(3) != null ? Text.number(quoted.group(3)) : size;
            if (start > end || end > size) {
                x.reply(
                        501,
                        String.format(
                                Locale.ROOT,
                                "Invalid parameter: the range %d to %d is outside the file, which has %d bytes.",
                                start,
                                end,
                                size));
                return;
            }
            if (start > 0) {
                source.position(start);
            }
            x.reply(250, digest(x, kind, source, end));
        }
    }

    private static SeekableByteChannel open(CommandContext x, String name) throws IOException {
        return x.follow(name).openFile(name);
    }

    private static String digest(CommandContext x, FileDigest kind, SeekableByteChannel source, long end)
            throws IOException {
        var digest = kind.of(source, end - source.position(), x.control().cancellation());
        if (source.position() < end) {
            throw new IOException("the file has become shorter");
        }
        return digest;
    }
}
