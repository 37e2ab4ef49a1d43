package io.github.ftplab.internal.server.manners;

import io.github.ftplab.internal.protocol.FtpPath;
import io.github.ftplab.internal.protocol.Text;
import io.github.ftplab.internal.server.control.Replies;
import io.github.ftplab.internal.server.listing.EntryFormat;
import io.github.ftplab.internal.server.listing.LongFormat;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.ftpserver.ftplet.FtpReply;
import org.jspecify.annotations.Nullable;

/**
 * How another server presents itself. It changes what is said and how, never what is done: paths are confined,
 * permissions checked and files kept whole as ever.
 */
public final class ServerManners {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+)}");

    /** A row of a reply table: commands, our code, perhaps a situation; then the code and the text of the other server. */
    private static final Pattern ROW = Pattern.compile("(\\S+(?: \\S+)?) (\\d{3})(?: ([A-Z_]+))? -> (\\d{3}) (.*)");

    private static final String ANY = "*";

    private record Key(String command, int code, @Nullable Situation situation) {}

    private record Answer(int code, String text) {}

    /** Creates the format of one listing. */
    interface Listing {
        EntryFormat begin(ZoneId zone, String directory);
    }

    private final String greeting;
    private final Map<Key, Answer> answers;
    private final Set<String> lacking;
    private final PathStyle paths;
    private final Listing listing;
    private final @Nullable Listing otherListing;
    private final boolean dotFilesHidden;
    private final boolean missingListedAsEmpty;
    private final boolean caseIgnored;

    private ServerManners(Builder builder) {
        greeting = builder.greeting;
        answers = Map.copyOf(builder.answers);
        lacking = Set.copyOf(builder.lacking);
        paths = builder.paths;
        listing = builder.listing;
        otherListing = builder.otherListing;
        dotFilesHidden = builder.dotFilesHidden;
        missingListedAsEmpty = builder.missingListedAsEmpty;
        caseIgnored = builder.caseIgnored;
    }

    /**
     * Returns the reply to a new connection.
     *
     * @param address the server's address, which some tell
     */
    public FtpReply greeting(String address) {
        return Replies.lines(220, greeting.replace("{address}", address).split("\\|", -1));
    }

    /** Removes the commands that this server does not know. */
    public void removeLacking(Collection<String> commands) {
        commands.removeAll(lacking);
    }

    /** {@return whether it does not know a command, or a mode such as {@code MODE Z}} */
    public boolean lacks(String command) {
        return lacking.contains(command);
    }

    /** {@return the argument of a command as a virtual path, which may be relative} */
    public String path(String argument) {
        return paths.parse(argument);
    }

    /** {@return whether LIST and NLST leave out names that begin with a dot, unless option {@code -a} is sent} */
    public boolean hidesDotFiles() {
        return dotFilesHidden;
    }

    /** {@return whether a listing of what is missing is an empty one; refusing it needs a row in the table} */
    public boolean listsMissing(String command) {
        return missingListedAsEmpty && !answers.containsKey(new Key(command, 550, Situation.MISSING));
    }

    /** {@return whether upper and lower case letters are the same in names} */
    public boolean ignoresCase() {
        return caseIgnored;
    }

    /** {@return whether SITE DIRSTYLE changes between two formats of LIST} */
    public boolean hasDirectoryStyles() {
        return otherListing != null;
    }

    /**
     * Begins a listing.
     *
     * @param other whether SITE DIRSTYLE has chosen the other format
     */
    public EntryFormat format(ZoneId zone, Answering x, boolean other) {
        var directory = paths.show(x.workingDirectory(), x.user().toUpperCase(Locale.ROOT));
        return (other && otherListing != null ? otherListing : listing).begin(zone, directory);
    }

    /** {@return the reply that this server would give instead of ours; ours if it is not known} */
    public FtpReply reply(Answering x, FtpReply ours) {
        var answer = find(x.command(), ours.getCode(), x.situation());
        if (answer == null) {
            return ours;
        }
        return Replies.lines(answer.code(), expand(answer.text(), x, ours.getMessage()));
    }

    /** {@return the first line of a reply that is sent in parts} In the table of replies its row has two lines. */
    public String opening(Answering x, int code, String ours) {
        var answer = find(x.command(), code, null);
        return answer == null ? ours : expand(answer.text(), x, ours)[0];
    }

    /** {@return the last line of a reply that is sent in parts} */
    public FtpReply ending(Answering x, FtpReply ours) {
        var answer = find(x.command(), ours.getCode(), null);
        if (answer == null) {
            return ours;
        }
        var lines = expand(answer.text(), x, ours.getMessage());
        return Replies.lines(ours.getCode(), lines[lines.length - 1]);
    }

    private @Nullable Answer find(String command, int code, @Nullable Situation situation) {
        int end = command.indexOf(' ');
        var commands = end < 0 ? List.of(command, ANY) : List.of(command, command.substring(0, end), ANY);
        for (var each : commands) {
            var exact = situation == null ? null : answers.get(new Key(each, code, situation));
            var found = exact == null ? answers.get(new Key(each, code, null)) : exact;
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** {@return the lines of a text} The values that are put into them can't add lines. */
    private String[] expand(String template, Answering x, String ours) {
        return Stream.of(template.split("\\|", -1))
                .map(line -> PLACEHOLDER
                        .matcher(line)
                        .replaceAll(found -> Matcher.quoteReplacement(value(found.group(1), x, ours))))
                .toArray(String[]::new);
    }

    private String value(String name, Answering x, String ours) {
        return switch (name) {
            case "argument" -> x.said();
            case "command" -> x.command();
            case "subcommand" -> x.command().substring(x.command().indexOf(' ') + 1);
            case "path" -> paths.show(x.path(), upper(x));
            case "cwd" -> paths.show(x.workingDirectory(), upper(x));
            case "prefix" -> paths.show(x.workingDirectory(), upper(x)).replace("'", "");
            case "quoted" -> FtpPath.quoted(x.workingDirectory());
            case "made" -> FtpPath.quoted(x.path());
            case "user" -> x.user();
            case "USER" -> upper(x);
            case "reason" -> x.reason();
            case "type" -> x.isAscii() ? "A" : "I";
            case "form" -> x.isAscii() ? "Ascii NonPrint" : "Image";
            case "mode" -> x.isAscii() ? "ASCII" : "BINARY";
            case "typename" -> x.isAscii() ? "ASCII" : "Binary";
            case "typebits" -> x.isAscii() ? "ASCII" : "8-bit binary";
            case "total" -> Long.toString(x.expected() + x.restartOffset());
            case "size" -> Long.toString(x.expected());
            case "protection" -> x.said().equalsIgnoreCase("P") ? "Private" : "Clear";
            case "first" -> x.said().split(" ", 2)[0];
            case "second" -> x.said().substring(x.said().indexOf(' ') + 1);
            case "facts" -> x.facts();
            case "ours" -> ours;
            case "middle" -> middle(ours);
            case "brackets" -> ours.substring(ours.indexOf('('), ours.lastIndexOf(')') + 1);
            default -> throw new IllegalArgumentException("unknown placeholder {" + name + "}");
        };
    }

    /** {@return the line between the first and the last, as it is sent} */
    private static String middle(String ours) {
        var lines = ours.split("\n", -1);
        return lines.length > 2 ? lines[1] : "";
    }

    private static String upper(Answering x) {
        return x.user().toUpperCase(Locale.ROOT);
    }

    static Builder builder() {
        return new Builder();
    }

    /** The tables of one server. */
    static final class Builder {

        private String greeting = "Ready.";
        private final Map<Key, Answer> answers = new HashMap<>();
        private final Set<String> lacking = new TreeSet<>();
        private PathStyle paths = PathStyle.UNIX;
        private Listing listing = (zone, directory) -> new LongFormat(zone);
        private @Nullable Listing otherListing;
        private boolean dotFilesHidden;
        private boolean missingListedAsEmpty;
        private boolean caseIgnored;

        private Builder() {}

        /** Sets the reply to a new connection; {@code |} separates lines. */
        Builder greeting(String text) {
            greeting = text;
            return this;
        }

        /** Adds commands that it does not know. */
        Builder lacks(String... commands) {
            lacking.addAll(List.of(commands));
            return this;
        }

        /**
         * Adds rows to the table of replies, one a line: {@code STOR,APPE 550 MISSING -> 553 Could not create file.} The
         * commands may be {@code *}; the situation is a {@link Situation} or missing for any. In the text {@code |}
         * separates lines.
         */
        Builder replies(String rows) {
            for (var line : rows.lines().filter(line -> !line.isBlank()).toList()) {
                var row = ROW.matcher(line);
                if (!row.matches()) {
                    throw new IllegalArgumentException("no row of a reply table: " + line);
                }
                var situation = row.group(3) == null ? null : Situation.valueOf(row.group(3));
                var answer = new Answer(code(row.group(4)), row.group(5));
                for (var command : row.group(1).split(",", -1)) {
                    answers.put(new Key(command, code(row.group(2)), situation), answer);
                }
            }
            return this;
        }

        private static int code(String digits) {
            return (int) Text.number(digits);
        }

        /**
         * Sets the reply to FEAT.
         *
         * @param tls whether the server offers TLS
         * @param features the lines; one that begins with {@code tls:} appears only with TLS
         */
        Builder features(boolean tls, String first, String last, String... features) {
            var lines = new ArrayList<String>();
            for (var feature : features) {
                boolean needsTls = feature.startsWith("tls:");
                if (tls || !needsTls) {
                    lines.add(" " + (needsTls ? feature.substring(4) : feature));
                }
            }
            var text = first + "|" + String.join("|", lines) + "|" + last;
            answers.put(new Key("FEAT", 211, null), new Answer(211, text));
            return this;
        }

        Builder paths(PathStyle style) {
            paths = style;
            return this;
        }

        Builder listing(Listing format) {
            listing = format;
            return this;
        }

        /** Sets the columns of a listing like that of {@code ls -l}. */
        Builder columns(int links, int owner, int size, boolean ids, String day) {
            var columns = new LongFormat.Columns(links, owner, size, ids, day);
            return listing((zone, directory) -> new LongFormat(zone, columns));
        }

        /** Adds the format to which SITE DIRSTYLE changes. */
        Builder otherListing(Listing format) {
            otherListing = format;
            return this;
        }

        Builder hidingDotFiles() {
            dotFilesHidden = true;
            return this;
        }

        Builder listingMissing() {
            missingListedAsEmpty = true;
            return this;
        }

        Builder ignoringCase() {
            caseIgnored = true;
            return this;
        }

        /** Keeps a reply as it is where the user of the library has set its text. */
        Builder keep(String command, int code) {
            answers.keySet().removeIf(key -> key.command().equals(command) && key.code() == code);
            return this;
        }

        ServerManners build() {
            return new ServerManners(this);
        }
    }
}
