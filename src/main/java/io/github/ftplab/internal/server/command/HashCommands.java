package io.github.ftplab.internal.server.command;

import io.github.ftplab.Permission;
import io.github.ftplab.internal.server.command.CommandSpec.Argument;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Commands that tell a digest of a file's contents: HASH (draft-bryan-ftpext-hash), MD5 and MMD5 (draft-twine-ftpmd5),
 * and the older X commands. Who may not read a file may not have its digest either.
 */
final class HashCommands {

    private static final Map<String, HashFormat> OLD_NAMES = new TreeMap<>(Map.of(
            "XCRC", HashFormat.CRC32,
            "XMD5", HashFormat.MD5,
            "XSHA", HashFormat.SHA_1,
            "XSHA1", HashFormat.SHA_1,
            "XSHA256", HashFormat.SHA_256,
            "XSHA512", HashFormat.SHA_512));

    /** A file, in quotes if there is a range behind it. */
    private static final Pattern QUOTED = Pattern.compile("\"(.*)\"(?: (\\d{1,18})(?: (\\d{1,18}))?)?");

    private HashCommands() {}

    static List<CommandSpec> specs() {
        var specs = new ArrayList<CommandSpec>();
        specs.add(spec("HASH", "HASH <SP> file", HashCommands::hash));
        specs.add(spec("MD5", "MD5 <SP> file", x -> x.reply(251, quotedDigest(x, x.argument()))));
        specs.add(spec("MMD5", "MMD5 <SP> file, file ...", HashCommands::several));
        OLD_NAMES.forEach((name, format) -> {
            var usage = name + " <SP> file, or \"file\" start end";
            specs.add(spec(name, usage, x -> old(x, format)));
        });
        return specs;
    }

    private static CommandSpec spec(String name, String usage, CommandSpec.Action action) {
        return new CommandSpec(name, Permission.RETRIEVE, true, Argument.REQUIRED, usage, action);
    }

    private static void hash(CommandContext x) throws IOException {
        var format = x.state().hash();
        try (var source = open(x, x.argument())) {
            long size = source.size();
            x.reply(213, "%s 0-%d %s %s".formatted(format.text, size, digest(x, format, source, size), x.argument()));
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
            return quoted + " " + digest(x, HashFormat.MD5, source, source.size());
        }
    }

    private static void old(CommandContext x, HashFormat format) throws IOException {
        var quoted = QUOTED.matcher(x.argument());
        var name = quoted.matches() ? quoted.group(1) : x.argument();
        try (var source = open(x, name)) {
            long size = source.size();
            long start = quoted.matches() && quoted.group(2) != null ? Long.parseLong(quoted.group(2)) : 0;
            long end = quoted.matches() && quoted.group(3) != null ? Long.parseLong(quoted.group(3)) : size;
            if (start > end || end > size) {
                x.reply(
                        501,
                        "Invalid parameter: the range %d to %d is not in the file, which has %d bytes."
                                .formatted(start, end, size));
                return;
            }
            if (start > 0) {
                source.position(start);
            }
            x.reply(250, digest(x, format, source, end));
        }
    }

    private static SeekableByteChannel open(CommandContext x, String name) throws IOException {
        return x.follow(name).openFile(name);
    }

    private static String digest(CommandContext x, HashFormat format, SeekableByteChannel source, long end)
            throws IOException {
        return format.of(source, end, x.control().cancellation());
    }
}
