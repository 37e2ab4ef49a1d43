package io.github.ftplab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static net.jqwik.api.Arbitraries.just;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ftplab.ServerModel.Answer;
import io.github.ftplab.ServerModel.Directory;
import io.github.ftplab.ServerModel.Entry;
import io.github.ftplab.ServerModel.Letters;
import io.github.ftplab.ServerModel.Link;
import io.github.ftplab.ServerModel.Step;
import io.github.ftplab.ServerModel.Text;
import io.github.ftplab.testing.FileTree;
import io.github.ftplab.testing.NothingLeft;
import io.github.ftplab.testing.RawClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.DeflaterInputStream;
import java.util.zip.InflaterInputStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterProperty;

/**
 * For any sequence of commands, letters and links the server does what {@link ServerModel} does, and nothing else:
 * nothing outside the home is changed or shown, nothing happens without its letter, and no command changes what another
 * one means, unless it is there for that.
 */
class ServerModelTest {

    private static final String SECRET = "for nobody's eyes";
    private static final String ALL = "elradfmwMT";

    private static final Map<String, Entry> HOME = Map.ofEntries(
            Map.entry("/a.txt", new Text("hello\nworld\n")),
            Map.entry("/b.txt", new Text("bb")),
            Map.entry("/d", new Directory()),
            Map.entry("/d/c.txt", new Text("inside\n")),
            Map.entry("/d/sub", new Directory()),
            Map.entry("/e", new Directory()),
            Map.entry("/in", new Link("/d")),
            Map.entry("/infile", new Link("/a.txt")),
            Map.entry("/out", new Link(ServerModel.OUTSIDE)),
            Map.entry("/lost", new Link("/nowhere")),
            Map.entry("/loop", new Link("/loop")),
            Map.entry("/top", new Link("/")));

    @Property(tries = 120)
    void serverDoesWhatTheModelDoes(@ForAll("letters") Letters letters, @ForAll("steps") List<List<Step>> steps)
            throws IOException {
        check(letters, steps.stream().flatMap(Collection::stream).toList());
    }

    @Tag("full")
    @Property(tries = 10_000)
    void serverDoesWhatTheModelDoesForMinutes(
            @ForAll("letters") Letters letters, @ForAll("steps") List<List<Step>> steps) throws IOException {
        check(letters, steps.stream().flatMap(Collection::stream).toList());
    }

    @AfterProperty
    void nothingIsLeft() {
        assertThat(NothingLeft.threads()).isEmpty();
    }

    @Provide
    Arbitrary<Letters> letters() {
        var some = Arbitraries.subsetOf(
                        ALL.chars().mapToObj(Character::toString).toList())
                .map(letters -> String.join("", letters));
        var any = Arbitraries.oneOf(just(ALL), some);
        return Combinators.combine(any, any.injectNull(0.6), Arbitraries.of(true, false))
                .as(Letters::new);
    }

    /** Sequences of commands that belong together, and single ones. */
    @Provide
    Arbitrary<List<List<Step>>> steps() {
        var onPath = Arbitraries.of(
                "CWD", "MKD", "RMD", "DELE", "RNFR", "RNTO", "SIZE", "MDTM", "HASH", "MLST", "MFMT", "SITE CHMOD");
        var transfers = Arbitraries.of("RETR", "STOR", "APPE", "STOU", "MLSD");
        var single = Arbitraries.oneOf(
                steps(onPath, paths()),
                steps(transfers, paths()),
                steps(Arbitraries.of("LIST", "NLST"), plainPaths()),
                steps(Arbitraries.of("CDUP", "PWD", "NOOP", "ABOR", "PASS"), just("")),
                steps(Arbitraries.of("TYPE"), just(""), Arbitraries.of("A", "I")),
                steps(Arbitraries.of("MODE"), just(""), Arbitraries.of("S", "Z")),
                steps(Arbitraries.of("REST"), just(""), Arbitraries.of("0", "1", "6", "1000")),
                steps(
                        Arbitraries.of("LINK"),
                        Arbitraries.of("/x", "/new", "/d", "/e/l"),
                        Arbitraries.of("/d", "/a.txt", "/", ServerModel.OUTSIDE)));
        var rename = Combinators.combine(steps(Arbitraries.of("RNFR"), paths()), steps(Arbitraries.of("RNTO"), paths()))
                .as((from, to) -> List.of(from, to));
        var restart = Combinators.combine(
                        steps(Arbitraries.of("REST"), just(""), Arbitraries.of("1", "6")),
                        single,
                        steps(transfers, paths()))
                .as((rest, other, transfer) -> List.of(rest, other, transfer));
        var login = Arbitraries.of(
                List.of(step("USER"), step("PASS")),
                List.of(step("REIN"), step("USER"), step("PASS")),
                List.of(step("REIN"), step("PASS"), step("NOOP"), step("USER"), step("PASS")));
        return Arbitraries.frequencyOf(
                        Tuple.of(10, single.map(List::of)),
                        Tuple.of(3, rename),
                        Tuple.of(2, restart),
                        Tuple.of(1, login))
                .list()
                .ofMaxSize(30);
    }

    private static Step step(String command) {
        return new Step(command, "", "");
    }

    private static Arbitrary<Step> steps(Arbitrary<String> commands, Arbitrary<String> paths) {
        return steps(commands, paths, Arbitraries.of("x", "new\nlines\n", ""));
    }

    private static Arbitrary<Step> steps(Arbitrary<String> commands, Arbitrary<String> paths, Arbitrary<String> texts) {
        return Combinators.combine(commands, paths, texts).as(Step::new);
    }

    private static Arbitrary<String> plainPaths() {
        return names("a.txt", "d", "in", "out", "infile", "lost", "loop", "top", "e", "x", "new", "sub", "c.txt", "..");
    }

    private static Arbitrary<String> paths() {
        var odd = names("a.txt", "d", "out", ".", "", " x", "-l", "~", "*", ".ftplab-0123456789abcdef.part");
        return Arbitraries.frequencyOf(Tuple.of(6, plainPaths()), Tuple.of(1, odd));
    }

    private static Arbitrary<String> names(String... names) {
        var parts = Arbitraries.of(names).list().ofMinSize(1).ofMaxSize(3).map(all -> String.join("/", all));
        var path = Arbitraries.frequencyOf(Tuple.of(2, Arbitraries.of(names)), Tuple.of(1, parts));
        return Combinators.combine(Arbitraries.of("", "", "/"), path)
                .as(String::concat)
                .map(text -> text.isEmpty() ? "/" : text);
    }

    private static void check(Letters letters, List<Step> steps) throws IOException {
        var directory = Files.createTempDirectory("ftplab-model").toRealPath();
        try {
            var run = new Run(directory, letters);
            try (var server = run.start();
                    var client = RawClient.login(server, "test", "potato")) {
                for (var step : steps) {
                    run.check(client, step);
                }
            }
        } finally {
            FileTree.delete(directory);
        }
    }

    /** A server's home on disk, and its model. */
    private static final class Run {

        private final Letters letters;
        private final ServerModel model;
        private final Path home;
        private final Path outside;
        private final Map<String, String> outsideBefore;

        Run(Path directory, Letters letters) throws IOException {
            this.letters = letters;
            model = new ServerModel(letters);
            home = Files.createDirectory(directory.resolve("home"));
            outside = Files.createDirectory(directory.resolve("outside"));
            for (var entry : new TreeMap<>(HOME).entrySet()) {
                create(entry.getKey(), entry.getValue());
            }
            Files.createDirectories(outside.resolve("sub"));
            for (var name : List.of("a.txt", "c.txt", "sub/x")) {
                Files.writeString(outside.resolve(name), SECRET);
            }
            outsideBefore = attributes(outside);
        }

        private void create(String path, Entry entry) throws IOException {
            var file = home.resolve(path.substring(1));
            if (entry instanceof Text text) {
                Files.writeString(file, text.content());
            } else if (entry instanceof Link link) {
                var target = link.target();
                Files.createSymbolicLink(
                        file, target.equals(ServerModel.OUTSIDE) ? outside : home.resolve(target.substring(1)));
            } else {
                Files.createDirectory(file);
            }
            model.home().put(path, entry);
        }

        FtpServer start() {
            var builder = FtpServer.builder()
                    .user("test", "potato", home, letters.all())
                    .port(0);
            var own = letters.own();
            if (own == null) {
                return builder.start();
            }
            return (letters.tree()
                            ? builder.overrideTree("test", ServerModel.DIRECTORY_WITH_LETTERS, own)
                            : builder.override("test", ServerModel.DIRECTORY_WITH_LETTERS, own))
                    .start();
        }

        /** Runs a command on both. */
        void check(RawClient client, Step step) throws IOException {
            if (step.command().equals("LINK")) {
                link(step.path(), step.text());
                return;
            }
            boolean denied = model.isDenied(step);
            var before = denied ? attributes(home) : Map.of();
            boolean transfers = model.isLoggedIn();
            var answer = model.run(step);
            var reply = transfers ? send(client, step, answer) : client.send(line(step));
            if (answer.code() == Answer.EITHER && reply.charAt(0) < '4') {
                answer.effect().run();
            }
            if (answer.code() == Answer.REFUSED) {
                assertThat(reply).as(step + ": to be refused").matches("(?s)[45].*");
            } else if (answer.code() != Answer.EITHER) {
                assertThat(reply).as(step.toString()).startsWith(String.valueOf(answer.code()));
            }
            assertThat(reply).as(step.toString()).contains(answer.text()).doesNotContain(SECRET);
            assertThat(home()).as("the home after " + step).isEqualTo(model.home());
            assertThat(attributes(outside)).as("outside, after " + step).isEqualTo(outsideBefore);
            if (denied) {
                assertThat(attributes(home))
                        .as("nothing without its letter: " + step)
                        .isEqualTo(before);
            }
        }

        private String send(RawClient client, Step step, Answer answer) throws IOException {
            switch (step.command()) {
                case "LIST", "NLST", "MLSD", "RETR" -> {
                    var received = client.receive(line(step));
                    var text = model.isDeflated() && received.reply().startsWith("226")
                            ? inflated(received.bytes())
                            : received.text();
                    assertThat(text).as("data of " + step).doesNotContain(SECRET);
                    if (answer.data() != null) {
                        assertThat(text).as("data of " + step).isEqualTo(answer.data());
                    }
                    return received.reply();
                }
                case "STOR", "APPE", "STOU" -> {
                    var text = model.isAscii() ? step.text().replace("\n", "\r\n") : step.text();
                    return client.transmit(line(step), model.isDeflated() ? deflated(text) : text.getBytes(UTF_8));
                }
                default -> {
                    return client.send(line(step));
                }
            }
        }

        private static String line(Step step) {
            return switch (step.command()) {
                case "USER" -> "USER test";
                case "PASS" -> "PASS potato";
                case "CDUP", "PWD", "NOOP", "ABOR", "REIN" -> step.command();
                case "TYPE", "MODE", "REST" -> step.command() + " " + step.text();
                case "MFMT" -> "MFMT 20200101000000 " + step.path();
                case "SITE CHMOD" -> "SITE CHMOD 755 " + step.path();
                default -> step.command() + " " + step.path();
            };
        }

        /** Does what some other program may do: puts a link into the home. */
        private void link(String path, String target) throws IOException {
            var parent = model.home().get(path.lastIndexOf('/') == 0 ? "/" : path.substring(0, path.lastIndexOf('/')));
            if (parent instanceof Directory && !model.home().containsKey(path)) {
                create(path, new Link(target));
            }
        }

        private Map<String, Entry> home() throws IOException {
            var all = new TreeMap<String, Entry>();
            try (var paths = Files.walk(home)) {
                for (var path : paths.toList()) {
                    all.put("/" + home.relativize(path), entry(path));
                }
            }
            return all;
        }

        private Entry entry(Path path) throws IOException {
            if (Files.isSymbolicLink(path)) {
                var target = Files.readSymbolicLink(path);
                return new Link(target.startsWith(home) ? "/" + home.relativize(target) : ServerModel.OUTSIDE);
            }
            return Files.isDirectory(path) ? new Directory() : new Text(Files.readString(path));
        }

        /** {@return the time, the mode and the content of everything in a directory} */
        private static Map<String, String> attributes(Path root) throws IOException {
            var all = new TreeMap<String, String>();
            try (var paths = Files.walk(root)) {
                for (var path : paths.toList()) {
                    var kept = Files.readAttributes(
                            path, "posix:lastModifiedTime,permissions,fileKey", LinkOption.NOFOLLOW_LINKS);
                    var content = Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) ? Files.readString(path) : "";
                    all.put(root.relativize(path).toString(), new TreeMap<>(kept) + content);
                }
            }
            return all;
        }

        private static byte[] deflated(String text) throws IOException {
            return new DeflaterInputStream(new ByteArrayInputStream(text.getBytes(UTF_8))).readAllBytes();
        }

        private static String inflated(byte[] bytes) throws IOException {
            return new String(new InflaterInputStream(new ByteArrayInputStream(bytes)).readAllBytes(), UTF_8);
        }
    }
}
