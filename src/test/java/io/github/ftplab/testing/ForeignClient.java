package io.github.ftplab.testing;

import io.github.ftplab.FtpServer;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An FTP client of somebody else: one of its processes for each operation. Remote paths are given from the home, without
 * the first slash.
 */
public enum ForeignClient {
    CURL {
        @Override
        public Command list(Login login, String folder) {
            return curl(login, folder + "/");
        }

        @Override
        public Command download(Login login, String remote, Path local) {
            return curl(login, remote, "-o", local);
        }

        @Override
        public Command upload(Login login, Path local, String remote) {
            return curl(login, remote, "-T", local);
        }

        @Override
        public Command delete(Login login, String remote) {
            return curl(login, "", "-Q", "DELE " + remote);
        }

        @Override
        public Command rename(Login login, String from, String to) {
            return curl(login, "", "-Q", "RNFR " + from, "-Q", "RNTO " + to);
        }

        @Override
        public Command mkdir(Login login, String remote) {
            return curl(login, "", "-Q", "MKD " + remote);
        }

        private Command curl(Login login, String remote, Object... options) {
            var words = new ArrayList<Object>(List.of(Programs.find("curl"), "-sSv", "--max-time", 25));
            words.addAll(List.of("-u", login.user() + ":" + login.password()));
            if (login.active()) {
                words.addAll(List.of("--ftp-port", "-"));
            }
            words.addAll(List.of(options));
            try {
                var address = login.server().address().getHostAddress();
                words.add(
                        new URI("ftp", null, address, login.server().port(), "/" + remote, null, null).toASCIIString());
            } catch (URISyntaxException e) {
                throw new AssertionError(e);
            }
            return Programs.command(words.toArray());
        }
    },

    LFTP {
        @Override
        public Command list(Login login, String folder) {
            return lftp(login, "ls " + quoted(folder));
        }

        @Override
        public Command download(Login login, String remote, Path local) {
            return lftp(login, "get " + quoted(remote) + " -o " + quoted(local.toString()));
        }

        @Override
        public Command upload(Login login, Path local, String remote) {
            return lftp(login, "put " + quoted(local.toString()) + " -o " + quoted(remote));
        }

        @Override
        public Command delete(Login login, String remote) {
            return lftp(login, "rm " + quoted(remote));
        }

        @Override
        public Command rename(Login login, String from, String to) {
            return lftp(login, "mv " + quoted(from) + " " + quoted(to));
        }

        @Override
        public Command mkdir(Login login, String remote) {
            return lftp(login, "mkdir " + quoted(remote));
        }

        private Command lftp(Login login, String line) {
            var script = Stream.of(
                            "set net:timeout 20",
                            "set net:max-retries 1",
                            "set cmd:fail-exit yes",
                            "set ftp:passive-mode " + (login.active() ? "no" : "yes"),
                            "open -u %s,%s -p %d %s"
                                    .formatted(
                                            login.user(),
                                            login.password(),
                                            login.server().port(),
                                            login.server().address().getHostAddress()),
                            line)
                    .collect(Collectors.joining("; "));
            return Programs.command(Programs.find("lftp"), "--norc", "-c", script)
                    .environment("LC_ALL", "C.UTF-8")
                    .environment("LFTP_HOME", System.getProperty("java.io.tmpdir") + "/ftplab-no-lftp-home");
        }

        private static String quoted(String text) {
            return text.isEmpty() ? "" : '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
        }
    },

    FTPLIB {
        @Override
        public Command list(Login login, String folder) {
            return python(login, "ftp.dir(%s)", folder);
        }

        @Override
        public Command download(Login login, String remote, Path local) {
            return python(login, "ftp.retrbinary('RETR ' + %s, open(%s, 'wb').write)", remote, local.toString());
        }

        @Override
        public Command upload(Login login, Path local, String remote) {
            return python(login, "ftp.storbinary('STOR ' + %2$s, open(%1$s, 'rb'))", local.toString(), remote);
        }

        @Override
        public Command delete(Login login, String remote) {
            return python(login, "ftp.delete(%s)", remote);
        }

        @Override
        public Command rename(Login login, String from, String to) {
            return python(login, "ftp.rename(%s, %s)", from, to);
        }

        @Override
        public Command mkdir(Login login, String remote) {
            return python(login, "ftp.mkd(%s)", remote);
        }

        private Command python(Login login, String call, String... arguments) {
            var names = Stream.iterate(5, i -> i + 1).limit(arguments.length).map(i -> "sys.argv[" + i + "]");
            var script = """
                    import ftplib, sys
                    ftp = ftplib.FTP(timeout=20)
                    ftp.connect(sys.argv[1], int(sys.argv[2]))
                    ftp.login(sys.argv[3], sys.argv[4])
                    ftp.set_pasv(%s)
                    %s
                    print(ftp.quit())
                    """.formatted(login.active() ? "False" : "True", call.formatted(names.toArray()));
            var words = new ArrayList<Object>(List.of(Programs.python(), "-c", script));
            words.addAll(List.of(
                    login.server().address().getHostAddress(), login.server().port(), login.user(), login.password()));
            words.addAll(List.of(arguments));
            return Programs.command(words.toArray()).environment("PYTHONUTF8", "1");
        }
    };

    /**
     * Who does it, where, and how.
     *
     * @param active whether data connections are opened by the server (PORT, EPRT)
     */
    public record Login(FtpServer server, String user, String password, boolean active) {}

    /** Writes the listing to its standard output. */
    public abstract Command list(Login login, String folder);

    public abstract Command download(Login login, String remote, Path local);

    public abstract Command upload(Login login, Path local, String remote);

    public abstract Command delete(Login login, String remote);

    public abstract Command rename(Login login, String from, String to);

    public abstract Command mkdir(Login login, String remote);
}
