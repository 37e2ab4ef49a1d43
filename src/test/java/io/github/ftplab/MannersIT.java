package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ftplab.testing.Peer;
import io.github.ftplab.testing.RawClient;
import io.github.ftplab.testing.servers.Proftpd;
import io.github.ftplab.testing.servers.PureFtpd;
import io.github.ftplab.testing.servers.Pyftpdlib;
import io.github.ftplab.testing.servers.RealServer;
import io.github.ftplab.testing.servers.StockApache;
import io.github.ftplab.testing.servers.Vsftpd;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The same commands to real servers and to ours with their manners. */
@Timeout(180)
class MannersIT {

    /** What is said before and after the login; {@code <} receives data, {@code >} sends some. */
    private static final String SCRIPT = """
        PWD
        USER %s
        PASS %s
        SYST
        FEAT
        TYPE A
        TYPE I
        TYPE X
        MODE S
        MODE Z
        MODE S
        STRU F
        PWD
        CWD pub
        PWD
        CDUP
        CWD nope
        CWD example.txt
        MKD new
        MKD new
        RMD nope
        RMD new
        DELE nope
        SIZE example.txt
        SIZE nope
        SIZE pub
        MDTM example.txt
        MDTM nope
        RNFR nope
        RNTO b
        RNFR example.txt
        RNTO example2.txt
        RNFR example2.txt
        RNTO example.txt
        DELE extra.txt
        PASV
        EPSV
        RETR nope
        STOR nope/x
        < LIST
        < LIST pub
        < LIST nope
        < NLST
        < NLST nope
        < RETR example.txt
        REST 3
        < RETR example.txt
        > STOR up.txt
        > APPE up.txt
        < MLSD
        < MLSD nope
        MLST example.txt
        MFMT 20250305211800 example.txt
        SITE CHMOD 600 up.txt
        SITE FOO
        FOO
        STAT example.txt
        HASH example.txt
        ALLO 5
        OPTS UTF8 ON
        OPTS FOO
        NOOP
        XPWD
        ABOR
        QUIT
        """;

    /** What FEAT of a real server names and ours does not, as it can't do it; and what depends on its configuration. */
    private static final Set<String> NOT_OFFERED = Set.of(
            "AUTH", "CCC", "CLNT", "CSID", "ESTA", "ESTP", "IDLE", "LANG", "MFF", "PBSZ", "PRET", "PROT", "RANG",
            "SSCN");

    /** Where ours differs, by manners and command. */
    private static final Map<Manners, Set<String>> DIFFERENT = Map.of(
            Manners.VSFTPD, Set.of("SITE CHMOD 600 up.txt", "SITE FOO"), // anonymous users have no SITE there
            Manners.PROFTPD, Set.of("< LIST nope"), // 150 comes before 450 there
            Manners.PYFTPDLIB, Set.of("MFMT 20250305211800 example.txt"), // the path is absolute there
            // It looks for a file when it needs it and not before, forgets REST at EPSV, and has no blank before an
            // entry.
            Manners.APACHE,
                    Set.of(
                            "RNFR nope",
                            "RNTO b",
                            "STOR nope/x",
                            "< RETR example.txt",
                            "< MLSD",
                            "< MLSD nope",
                            "MLST example.txt"));

    @TempDir
    Path real;

    @TempDir
    Path own;

    @TempDir
    Path files;

    static Stream<Arguments> servers() {
        return Stream.of(
                Arguments.of(new Vsftpd(), Manners.VSFTPD),
                Arguments.of(new Proftpd(), Manners.PROFTPD),
                Arguments.of(new PureFtpd(), Manners.PURE_FTPD),
                Arguments.of(new Pyftpdlib(), Manners.PYFTPDLIB),
                Arguments.of(new StockApache(), Manners.APACHE));
    }

    private static void fill(Path home) throws IOException {
        var owner = Files.getOwner(home);
        var group = Files.getAttribute(home, "posix:group");
        Files.createDirectory(home.resolve("pub"));
        for (var name : List.of("example.txt", "extra.txt", "pub/a b.txt", ".hidden")) {
            Files.writeString(home.resolve(name), "hello\n");
        }
        try (var all = Files.walk(home)) {
            for (var each : (Iterable<Path>) all::iterator) {
                Files.setOwner(each, owner);
                Files.setAttribute(each, "posix:group", group);
                Files.setLastModifiedTime(each, FileTime.from(Instant.parse("2025-03-05T21:18:00Z")));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("servers")
    void repliesAreThoseOfTheRealServer(RealServer kind, Manners manners) throws Exception {
        Map<String, String> expected;
        var more = kind instanceof Vsftpd ? new String[] {"no_anon_password=NO"} : new String[0];
        try (var server = kind.start(real, files, Optional.empty(), more)) {
            fill(real);
            expected = talk(server);
        }
        Files.setOwner(own, Files.getOwner(real));
        Files.setAttribute(own, "posix:group", Files.getAttribute(real, "posix:group"));
        fill(own);
        var builder = FtpServer.builder().port(0).manners(manners);
        var anonymous = manners == Manners.VSFTPD;
        builder = anonymous ? builder.anonymous(own, "elradfmwMT") : builder.user("test", "potato", own, "elradfmwMT");
        Map<String, String> actual;
        try (var server = builder.start();
                var peer = new Peer(
                        manners.server(), server.port(), own, anonymous ? "anonymous" : "test", "potato", () -> {})) {
            actual = talk(peer);
        }
        var known = DIFFERENT.getOrDefault(manners, Set.of());
        assertThat(differences(expected, actual, known)).containsExactlyInAnyOrderElementsOf(known);
    }

    /** {@return the commands whose replies differ, with these if that is not known} */
    private static List<String> differences(
            Map<String, String> expected, Map<String, String> actual, Set<String> known) {
        var found = new ArrayList<String>();
        expected.forEach((command, reply) -> {
            var template = command.replaceFirst("^\\d+ ", "");
            var ours = actual.get(command);
            if (!reply.equals(ours)) {
                found.add(known.contains(template) ? template : command + "\n  real: " + reply + "\n  ours: " + ours);
            }
        });
        return found;
    }

    private static Map<String, String> talk(Peer server) throws IOException {
        var said = new LinkedHashMap<String, String>();
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
        try (var client = RawClient.connect(address)) {
            said.put("greeting", normal("", client.greeting(), server));
            int line = 0;
            for (var template : SCRIPT.lines().toList()) {
                line++;
                var key = line + " " + template;
                var command = template.equals("USER %s")
                        ? "USER " + server.user()
                        : template.equals("PASS %s") ? "PASS " + server.password() : template;
                if (command.startsWith("< ")) {
                    var received =
                            receive(client, command.substring(2), server.name().equals("ProFTPD"));
                    said.put(key, normal(template, received, server));
                } else if (command.startsWith("> ")) {
                    said.put(key, normal(template, transmit(client, command.substring(2)), server));
                } else {
                    var reply = client.send(command);
                    // Apache FtpServer waits for data before it looks whether it can store them.
                    said.put(key, normal(template, reply.startsWith("1") ? reply + client.reply() : reply, server));
                }
            }
        }
        return said;
    }

    private static String receive(RawClient client, String command, boolean endsOutput) throws IOException {
        try (var data = client.passive()) {
            if (endsOutput) {
                // ProFTPD answers a listing that it refuses when the client has closed this half.
                data.shutdownOutput();
            }
            var opening = client.send(command);
            if (!opening.startsWith("1")) {
                return opening;
            }
            var bytes = data.getInputStream().readAllBytes();
            return opening + "\n" + new String(bytes, StandardCharsets.UTF_8) + client.reply();
        }
    }

    private static String transmit(RawClient client, String command) throws IOException {
        String opening;
        try (var data = client.passive()) {
            opening = client.send(command);
            if (!opening.startsWith("1")) {
                return opening;
            }
            data.getOutputStream().write("sent\n".getBytes(StandardCharsets.UTF_8));
        }
        return opening + "\n" + client.reply();
    }

    /** Replaces what differs from one run to the next, or by configuration. */
    private static String normal(String template, String reply, Peer server) {
        var text = reply.replace(server.home().toString(), "/")
                .replaceAll("\\((\\d+,){5}\\d+\\)", "(PASV)")
                .replaceAll("\\(\\|\\|\\|\\d+\\|\\)", "(EPSV)")
                .replaceAll("\\d\\d:\\d\\d", "HH:MM")
                .replaceAll("port: \\d+", "port: N")
                .replaceAll("user number \\d+", "user number N")
                .replaceAll("\\d+( matches)", "N$1")
                .replaceAll("\\d+\\.\\d+ .?bytes per second", "N bytes per second") // how fast decides the unit
                .replaceAll("\\d+\\.\\d+ (seconds|.?bytes)", "N $1")
                .replaceAll("(uploaded|downloaded) \\d+", "$1 N")
                .replaceAll("(?m)^( ?)[A-Za-z]+[^ ]*=[^ ]*; /*", "$1facts; ")
                .replace("test     ftplab  ", "root     root    ")
                .replace("65534     ", "nobody    ")
                .replace(
                        "125 Data connection already open. Transfer starting.",
                        "150 File status okay. About to open data connection.")
                .replace("\"//", "\"/");
        if (template.startsWith("STAT")) {
            // Ours are indented, so that none can be taken for the last line.
            text = text.replace("\n ", "\n");
        }
        if (template.equals("FEAT")) {
            text = text.lines()
                    .map(line -> line.startsWith(" MLST ") ? " MLST" : line)
                    .filter(line -> !NOT_OFFERED.contains(line.strip().split(" ", 2)[0]))
                    .collect(Collectors.joining("\n"));
        }
        var lines = text.lines().filter(line -> !line.matches("(.* )?\\.\\.?"));
        return (template.startsWith("< ") ? lines.sorted() : lines).collect(Collectors.joining("\n"));
    }
}
