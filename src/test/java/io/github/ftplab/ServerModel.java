package io.github.ftplab;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The reference for {@link ServerModelTest}: a home and one session in it, and what each command should do to them. It
 * knows paths only as text, and the home as a map.
 */
final class ServerModel {

    /** The target of a link that leads out of the home. */
    static final String OUTSIDE = "outside";

    /** The directory that may have letters of its own. */
    static final String DIRECTORY_WITH_LETTERS = "/d";

    /** What clients send between REST and the transfer, or between RNFR and RNTO. */
    private static final List<String> NEUTRAL = List.of("SIZE", "MDTM", "TYPE", "MODE", "NOOP");

    private static final int LINKS_IN_A_ROW = 40;

    /** An entry of the home. */
    sealed interface Entry permits Directory, Text, Link {}

    record Directory() implements Entry {}

    record Text(String content) implements Entry {}

    /** @param target an absolute path in the home, or {@link #OUTSIDE} */
    record Link(String target) implements Entry {}

    /**
     * The letters of a user.
     *
     * @param own those for the directory, or null if they are the same
     * @param tree whether these are also for what is below it
     */
    record Letters(String all, @Nullable String own, boolean tree) {}

    /**
     * One command.
     *
     * @param text what an upload sends, or the argument of a command that has no path
     */
    record Step(String command, String path, String text) {}

    /**
     * What the client should see.
     *
     * @param code the code of the last reply, {@link #REFUSED} or {@link #EITHER}
     * @param text what is in the reply
     * @param data what the client receives
     * @param effect what happens in the home if it is not refused; only for EITHER
     */
    record Answer(int code, String text, @Nullable String data, Runnable effect) {

        /** Some 4xx or 5xx. */
        static final int REFUSED = 0;
        /** The server may refuse it or not. */
        static final int EITHER = -1;

        static Answer of(int code) {
            return new Answer(code, "", null, () -> {});
        }

        static Answer of(int code, String text) {
            return new Answer(code, text, null, () -> {});
        }

        static Answer receiving(String data) {
            return new Answer(226, "", data, () -> {});
        }
    }

    /** Ends a command without an effect. */
    private static final class Refused extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final boolean leadsOut;

        Refused(boolean leadsOut) {
            super(null, null, false, false);
            this.leadsOut = leadsOut;
        }
    }

    private final NavigableMap<String, Entry> home = new TreeMap<>(Map.of("/", new Directory()));
    private final Letters letters;
    private boolean claimed;
    private boolean loggedIn = true;
    private boolean ascii;
    private boolean deflated;
    private int offset;
    private @Nullable String renameFrom;
    private String directory = "/";

    ServerModel(Letters letters) {
        this.letters = letters;
    }

    /** {@return all entries by path} */
    NavigableMap<String, Entry> home() {
        return home;
    }

    boolean isLoggedIn() {
        return loggedIn;
    }

    boolean isAscii() {
        return ascii;
    }

    boolean isDeflated() {
        return deflated;
    }

    /** {@return whether the user lacks the letter of a command everywhere} */
    boolean isDenied(Step step) {
        char letter = letter(step.command());
        var own = letters.own() == null ? "" : letters.own();
        return loggedIn && letter != ' ' && (letters.all() + own).indexOf(letter) < 0;
    }

    static char letter(String command) {
        return switch (command) {
            case "CWD", "CDUP" -> 'e';
            case "LIST", "NLST", "MLSD", "MLST", "SIZE", "MDTM" -> 'l';
            case "RETR", "HASH" -> 'r';
            case "APPE" -> 'a';
            case "DELE", "RMD" -> 'd';
            case "RNFR", "RNTO" -> 'f';
            case "MKD" -> 'm';
            case "STOR", "STOU" -> 'w';
            case "SITE CHMOD" -> 'M';
            case "MFMT" -> 'T';
            default -> ' ';
        };
    }

    /** Runs a command. */
    Answer run(Step step) {
        int from = offset;
        var renamed = renameFrom;
        // Each is for the next command only, also if that is refused.
        if (!NEUTRAL.contains(step.command())) {
            offset = 0;
            renameFrom = null;
        }
        try {
            return run(step, from, renamed);
        } catch (Refused e) {
            return Answer.of(Answer.REFUSED);
        }
    }

    private Answer run(Step step, int from, @Nullable String renamed) {
        if (!loggedIn && !List.of("USER", "PASS", "NOOP").contains(step.command())) {
            return Answer.of(530);
        }
        if (isDenied(step)) {
            return Answer.of(550, "needs the letter '" + letter(step.command()) + "'");
        }
        var path = step.path();
        char letter = letter(step.command());
        return switch (step.command()) {
            case "USER" -> begin(331, true);
            case "REIN" -> {
                ascii = true;
                yield begin(220, false);
            }
            case "PASS" -> {
                check(claimed);
                claimed = false;
                loggedIn = true;
                yield Answer.of(230);
            }
            case "NOOP" -> Answer.of(200);
            case "ABOR" -> Answer.of(225);
            case "PWD" -> Answer.of(257, '"' + directory + '"');
            case "TYPE" -> {
                ascii = step.text().equals("A");
                yield Answer.of(200);
            }
            case "MODE" -> {
                deflated = step.text().equals("Z");
                yield Answer.of(200);
            }
            case "REST" -> {
                check(!ascii);
                offset = Integer.parseInt(step.text());
                yield Answer.of(350);
            }
            case "CWD", "CDUP" -> {
                var virtual = resolve(step.command().equals("CDUP") ? ".." : path);
                check(home.get(allowed(follow(virtual), letter)) instanceof Directory);
                directory = virtual;
                yield Answer.of(250);
            }
            case "MKD" -> {
                var made = allowed(entry(resolve(path)), letter);
                check(!home.containsKey(made));
                home.put(made, new Directory());
                yield Answer.of(257);
            }
            case "RMD", "DELE" ->
                delete(allowed(entry(resolve(path)), letter), step.command().equals("RMD"));
            case "RNFR" -> renameFrom(resolve(path));
            case "RNTO" -> renameTo(renamed, resolve(path));
            case "SIZE" -> {
                check(!ascii);
                yield Answer.of(213, " " + text(path, letter).length());
            }
            case "MDTM" -> {
                text(path, letter);
                yield Answer.of(213);
            }
            case "HASH" -> Answer.of(213, sha256(text(path, letter)));
            case "MLST" -> {
                check(home.containsKey(allowed(follow(resolve(path)), letter)));
                yield Answer.of(250);
            }
            case "MFMT", "SITE CHMOD" -> {
                var changed = allowed(follow(resolve(path)), letter);
                check(home.containsKey(changed) && !changed.equals("/"));
                yield Answer.of(step.command().equals("MFMT") ? 213 : 200);
            }
            case "LIST", "NLST" -> list(step);
            case "MLSD" -> {
                check(home.get(allowed(follow(resolve(path)), letter)) instanceof Directory);
                yield Answer.of(226);
            }
            case "RETR" -> {
                var text = text(path, letter);
                check(from <= text.length());
                var rest = text.substring(from);
                yield Answer.receiving(ascii ? rest.replace("\n", "\r\n") : rest);
            }
            case "STOR" -> store(allowed(follow(resolve(path)), letter), step.text(), from);
            case "APPE" -> {
                check(from == 0);
                var file = allowed(follow(resolve(path)), letter);
                var old = home.get(file);
                check(old == null || old instanceof Text);
                home.put(file, new Text((old instanceof Text text ? text.content() : "") + step.text()));
                yield Answer.of(226);
            }
            case "STOU" -> {
                check(from == 0);
                var name = path;
                for (int i = 1; home.containsKey(allowed(entry(resolve(name)), letter)); i++) {
                    check(!entry(resolve(name)).equals("/"));
                    name = path + "." + i;
                }
                home.put(entry(resolve(name)), new Text(step.text()));
                yield Answer.of(226);
            }
            default -> throw new IllegalArgumentException(step.command());
        };
    }

    private Answer begin(int code, boolean claimed) {
        this.claimed = claimed;
        loggedIn = false;
        deflated = false;
        offset = 0;
        directory = "/";
        return Answer.of(code);
    }

    private Answer delete(String path, boolean isDirectory) {
        var there = home.get(path);
        check(there != null && there instanceof Directory == isDirectory && isEmpty(path) && !path.equals("/"));
        home.remove(path);
        return Answer.of(250);
    }

    private Answer renameFrom(String virtual) {
        var there = home.get(allowed(entry(virtual), 'f'));
        check(there != null && !entry(virtual).equals("/"));
        if (there instanceof Link link && link.target().equals(OUTSIDE)) {
            return new Answer(Answer.EITHER, "", null, () -> renameFrom = virtual);
        }
        renameFrom = virtual;
        return Answer.of(350);
    }

    private Answer renameTo(@Nullable String virtual, String toVirtual) {
        check(virtual != null);
        var to = allowed(entry(toVirtual), 'f');
        var from = allowed(entry(String.valueOf(virtual)), 'f');
        var moved = home.get(from);
        var replaced = home.get(to);
        if (replaced != null) {
            allowed(to, 'd');
            check(replaced instanceof Directory == moved instanceof Directory && (to.equals(from) || isEmpty(to)));
        }
        check(moved != null && !to.startsWith(from + "/") && !to.equals("/"));
        var below = new TreeMap<>(home.subMap(from + "/", from + "0"));
        below.put(from, moved);
        home.keySet().removeAll(below.keySet());
        below.forEach((path, entry) -> home.put(to + path.substring(from.length()), entry));
        return Answer.of(250);
    }

    private Answer store(String file, String text, int from) {
        var old = home.get(file);
        check(old == null ? from == 0 : old instanceof Text);
        var before = old instanceof Text there && from > 0 ? there.content() : "";
        check(from <= before.length());
        int end = Math.min(before.length(), from + text.length());
        home.put(file, new Text(before.substring(0, from) + text + before.substring(end)));
        return Answer.of(226);
    }

    private Answer list(Step step) {
        var listed = allowed(entry(resolve(step.path())), 'l');
        check(home.containsKey(listed));
        if (home.get(listed) instanceof Link) {
            var real = realIfExists(listed);
            if (real != null && home.get(allowed(real, 'l')) instanceof Directory) {
                listed = real;
            }
        }
        var names = home.get(listed) instanceof Directory ? names(listed) : List.of(step.path());
        var lines = names.stream().map(name -> name + "\r\n").collect(Collectors.joining());
        return step.command().equals("NLST") ? Answer.receiving(lines) : Answer.of(226);
    }

    private List<String> names(String path) {
        var prefix = path.equals("/") ? path : path + "/";
        return home.keySet().stream()
                .filter(other -> other.startsWith(prefix) && other.length() > prefix.length())
                .map(other -> other.substring(prefix.length()))
                .filter(name -> !name.contains("/"))
                .toList();
    }

    private boolean isEmpty(String path) {
        return names(path).isEmpty();
    }

    /** {@return the content of an existing file} */
    private String text(String path, char letter) {
        var there = home.get(allowed(follow(resolve(path)), letter));
        check(there instanceof Text);
        return there instanceof Text text ? text.content() : "";
    }

    /** {@return the path, if the user has a letter there} */
    private String allowed(String path, char letter) {
        var own = letters.own();
        boolean isDirectory = home.get(path) instanceof Directory;
        var below = DIRECTORY_WITH_LETTERS + "/";
        boolean isBelow = path.startsWith(below)
                && (letters.tree() || (!isDirectory && path.lastIndexOf('/') == below.length() - 1));
        boolean hasOwn = own != null && (path.equals(DIRECTORY_WITH_LETTERS) || isBelow);
        check((hasOwn ? String.valueOf(own) : letters.all()).indexOf(letter) >= 0);
        return path;
    }

    private String resolve(String argument) {
        var names = new ArrayList<String>();
        for (var name : ((argument.startsWith("/") ? "" : directory) + "/" + argument).split("/", -1)) {
            if (!name.equals("..")) {
                names.add(name);
            } else if (!names.isEmpty()) {
                names.remove(names.size() - 1);
            }
            names.removeIf(part -> part.isEmpty() || part.equals("."));
        }
        return "/" + String.join("/", names);
    }

    /** {@return the path of an entry, whose directory exists, the links before the last name followed} */
    private String entry(String virtual) {
        check(!virtual.contains("/.ftplab-"));
        int slash = virtual.lastIndexOf('/');
        if (virtual.equals("/") || slash == 0) {
            return virtual;
        }
        var parent = real(virtual.substring(0, slash), 0);
        check(home.get(parent) instanceof Directory);
        return (parent.equals("/") ? "" : parent) + virtual.substring(slash);
    }

    private String follow(String virtual) {
        var entry = entry(virtual);
        return home.get(entry) instanceof Link ? real(entry, 0) : entry;
    }

    /** {@return the path of an existing entry, all links followed} */
    private String real(String path, int links) {
        check(links < LINKS_IN_A_ROW);
        var current = "";
        for (var name :
                path.equals("/") ? List.<String>of() : List.of(path.substring(1).split("/"))) {
            check(home.get(current.isEmpty() ? "/" : current) instanceof Directory);
            current += "/" + name;
            check(home.containsKey(current));
            if (home.get(current) instanceof Link link) {
                if (link.target().equals(OUTSIDE)) {
                    throw new Refused(true);
                }
                var real = real(link.target(), links + 1);
                current = real.equals("/") ? "" : real;
            }
        }
        return current.isEmpty() ? "/" : current;
    }

    /** {@return the same, or null if a link leads nowhere} */
    private @Nullable String realIfExists(String path) {
        try {
            return real(path, 0);
        } catch (Refused e) {
            if (e.leadsOut) {
                throw e;
            }
            return null;
        }
    }

    private static void check(boolean allowed) {
        if (!allowed) {
            throw new Refused(false);
        }
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
