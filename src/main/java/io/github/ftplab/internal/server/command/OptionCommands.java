package io.github.ftplab.internal.server.command;

import static io.github.ftplab.internal.server.command.CommandSpec.command;

import io.github.ftplab.internal.protocol.FileDigest;
import io.github.ftplab.internal.server.listing.MlsxFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** FEAT and OPTS: the features beyond RFC 959 and their options (RFC 2389). */
final class OptionCommands implements CommandSpec.Group {

    /** The features whose name is not just that of the command. */
    private static final Map<String, String> FEATURE_NAMES = Map.of("REST", "REST STREAM");

    /** The commands that FEAT lists, if they are in the table. */
    private static final List<String> LISTED = List.of(
            "AVBL", "EPRT", "EPSV", "HOST", "MD5", "MDTM", "MFMT", "MMD5", "REST", "SIZE", "XCRC", "XMD5", "XSHA1",
            "XSHA256", "XSHA512");

    private final Map<String, CommandSpec> table;

    OptionCommands(Map<String, CommandSpec> table) {
        this.table = table;
    }

    @Override
    public List<CommandSpec.Row> rows() {
        return List.of(command("FEAT"), command("OPTS").argument("command [<SP> options]"));
    }

    @Override
    public void run(String command, CommandContext x) {
        switch (command) {
            case "FEAT" -> x.reply(211, "Features:", features(x), "End");
            case "OPTS" -> options(x);
            default -> throw new IllegalArgumentException(command);
        }
    }

    /** {@return the lines of FEAT, with the current options} */
    private List<String> features(CommandContext x) {
        var features = new ArrayList<String>();
        for (var name : LISTED) {
            if (table.containsKey(name)) {
                features.add(FEATURE_NAMES.getOrDefault(name, name));
            }
        }
        if (table.containsKey("AUTH")) {
            features.addAll(SecurityCommands.FEATURES);
        }
        features.add("HASH " + FileDigest.offer(x.state().hash()));
        if (table.containsKey("MLST")) {
            features.add("MLST " + x.state().facts().offer());
        }
        features.add("MODE Z");
        features.add("TVFS");
        features.add("UTF8");
        features.sort(null);
        return features;
    }

    private static void options(CommandContext x) {
        var words = x.argument().split(" ", 2);
        var command = words[0].toUpperCase(Locale.ROOT);
        var option = words.length > 1 ? words[1] : "";
        if (command.equals("UTF8")) {
            // Allowed before login, as some clients send it then.
            x.reply(200, "Names are always in UTF-8.");
        } else if (x.control().account() == null) {
            x.reply(530, "Log in with USER and PASS first.");
        } else {
            switch (ImitatedCommand.isLacking(x, command) ? "" : command) {
                case "HASH" -> hash(x, option);
                case "MLST" -> facts(x, option);
                case "MODE" -> mode(x, option);
                default ->
                    x.reply(501, "Unsupported command \"" + command + "\"; OPTS supports HASH, MLST, MODE Z and UTF8.");
            }
        }
    }

    private static void hash(CommandContext x, String option) {
        var kind = option.isEmpty() ? Optional.of(x.state().hash()) : FileDigest.named(option);
        if (kind.isEmpty()) {
            x.reply(501, "Unknown algorithm; the current one stays selected. FEAT lists those supported.");
            return;
        }
        x.state().hash(kind.get());
        x.reply(200, kind.get().toString());
    }

    private static void facts(CommandContext x, String option) {
        if (!option.isEmpty() && !option.endsWith(";")) {
            x.reply(501, "Invalid argument: each fact must end with a semicolon, as in OPTS MLST type;size;");
        } else if (option.contains(" ")) {
            x.reply(501, "Invalid number of arguments: facts must not contain blanks.");
        } else {
            x.state().facts(MlsxFormat.choose(option));
            x.reply(200, "MLST OPTS " + x.state().facts().text());
        }
    }

    private static void mode(CommandContext x, String option) {
        var level = option.toUpperCase(Locale.ROOT);
        if (level.matches("Z LEVEL [1-9]")) {
            int chosen = level.charAt(level.length() - 1) - '0';
            x.state().deflateLevel(chosen);
            x.reply(200, "MODE Z LEVEL set to " + chosen + ".");
        } else {
            x.reply(501, "Invalid argument: use OPTS MODE Z LEVEL with a number from 1 to 9.");
        }
    }
}
