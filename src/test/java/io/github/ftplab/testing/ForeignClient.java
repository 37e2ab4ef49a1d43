package io.github.ftplab.testing;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A third-party FTP client, which runs as one process for each operation. Remote paths are relative to the home. {@link
 * #can} tells what the client supports.
 */
public enum ForeignClient {
    CURL(EnumSet.complementOf(EnumSet.of(Ability.MIRROR))) {
        @Override
        public Command list(Login login, String directory) {
            return curl(login, directory + "/");
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
        public Command change(Login login, Change change, String... paths) {
            var words = new ArrayList<Object>();
            change.commands(paths).forEach(line -> words.addAll(List.of("-Q", line)));
            return curl(login, "", words.toArray());
        }

        @Override
        public Command resume(Login login, String remote, Path local) {
            return curl(login, remote, "-C", "-", "-o", local);
        }

        @Override
        public Command append(Login login, Path local, String remote) {
            return curl(login, remote, "-a", "-T", local);
        }

        private Command curl(Login login, String remote, Object... options) {
            var words = new ArrayList<Object>(List.of(Programs.find("curl"), "-sSv", "--max-time", 25));
            words.addAll(List.of("-u", login.user() + ":" + login.password()));
            if (login.active()) {
                words.addAll(List.of("--ftp-port", "-"));
            }
            if (login.tls() != Tls.NONE) {
                words.addAll(List.of("--ssl-reqd", "--cacert", login.certificate()));
            }
            words.addAll(List.of(options));
            words.add(login.uri(remote));
            return Programs.command(words.toArray());
        }
    },

    LFTP(EnumSet.complementOf(EnumSet.of(Ability.APPEND))) {
        @Override
        public Command list(Login login, String directory) {
            return lftp(login, "ls " + quoted(directory));
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
        public Command change(Login login, Change change, String... paths) {
            var verb = change == Change.DELETE ? "rm " : change == Change.RENAME ? "mv " : "mkdir ";
            return lftp(
                    login, verb + Stream.of(paths).map(ForeignClient::quoted).collect(Collectors.joining(" ")));
        }

        @Override
        public Command resume(Login login, String remote, Path local) {
            return lftp(login, "get -c " + quoted(remote) + " -o " + quoted(local.toString()));
        }

        @Override
        public Command mirror(Login login, String remote, Path local) {
            return lftp(login, "mirror --parallel=4 " + quoted(remote) + " " + quoted(local.toString()));
        }

        private Command lftp(Login login, String line) {
            var script = Stream.of(
                            "set net:timeout 20",
                            "set net:max-retries 1",
                            "set cmd:fail-exit yes",
                            "set ftp:passive-mode " + (login.active() ? "no" : "yes"),
                            "set ftp:ssl-force " + (login.tls() != Tls.NONE),
                            "set ftp:ssl-protect-data true",
                            "set ftp:ssl-allow " + (login.tls() != Tls.NONE),
                            "set ssl:ca-file " + quoted(login.certificate().toString()),
                            "open -u %s,%s %s".formatted(login.user(), login.password(), login.uri("")),
                            line)
                    .collect(Collectors.joining("; "));
            return Programs.command(Programs.find("lftp"), "--norc", "-c", script)
                    .environment("LC_ALL", "C.UTF-8")
                    .environment("LFTP_HOME", System.getProperty("java.io.tmpdir") + "/ftplab-no-lftp-home");
        }
    },

    FTPLIB(EnumSet.complementOf(EnumSet.of(Ability.MIRROR))) {
        @Override
        public Command list(Login login, String directory) {
            return python(login, "ftp.dir(%s)", directory);
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
        public Command change(Login login, Change change, String... paths) {
            var call = change == Change.DELETE ? "delete(%s)" : change == Change.RENAME ? "rename(%s, %s)" : "mkd(%s)";
            return python(login, "ftp." + call, paths);
        }

        @Override
        public Command resume(Login login, String remote, Path local) {
            var call = "ftp.retrbinary('RETR ' + %1$s, open(%2$s, 'ab').write, rest=os.path.getsize(%2$s))";
            return python(login, call, remote, local.toString());
        }

        @Override
        public Command append(Login login, Path local, String remote) {
            return python(login, "ftp.storbinary('APPE ' + %2$s, open(%1$s, 'rb'))", local.toString(), remote);
        }

        private Command python(Login login, String call, String... arguments) {
            var names = Stream.iterate(6, i -> i + 1).limit(arguments.length).map(i -> "sys.argv[" + i + "]");
            var script = """
                    import ftplib, os, ssl, sys
                    class Implicit(ftplib.FTP_TLS):
                        def connect(self, *args):
                            self.host = args[0]
                            raw = __import__('socket').create_connection(args, 20)
                            self.sock = self.context.wrap_socket(raw, server_hostname=self.host)
                            self.af = self.sock.family
                            self.file = self.sock.makefile('r', encoding=self.encoding)
                            self.welcome = self.getresp()
                    if '%1$s' == 'NONE':
                        ftp = ftplib.FTP(timeout=20)
                    else:
                        context = ssl.create_default_context(cafile=sys.argv[5])
                        ftp = (Implicit if '%1$s' == 'IMPLICIT' else ftplib.FTP_TLS)(context=context, timeout=20)
                    ftp.connect(sys.argv[1], int(sys.argv[2]))
                    ftp.login(sys.argv[3], sys.argv[4], **({'secure': False} if '%1$s' == 'IMPLICIT' else {}))
                    if '%1$s' != 'NONE':
                        ftp.prot_p()
                    ftp.set_pasv(%2$s)
                    %3$s
                    print(ftp.quit())
                    """.formatted(login.tls(), login.active() ? "False" : "True", call.formatted(names.toArray()));
            var words = new ArrayList<Object>(List.of(Programs.python(), "-c", script));
            words.addAll(List.of(login.host(), login.port(), login.user(), login.password(), login.certificate()));
            words.addAll(List.of(arguments));
            return Programs.command(words.toArray()).environment("PYTHONUTF8", "1");
        }
    },

    /** Can only read. */
    WGET(EnumSet.of(Ability.RESUME, Ability.MIRROR, Ability.TLS, Ability.IMPLICIT, Ability.ACTIVE, Ability.IPV6)) {
        @Override
        public Command download(Login login, String remote, Path local) {
            return wget(login, remote, "-O", local);
        }

        @Override
        public Command resume(Login login, String remote, Path local) {
            return wget(login, remote, "-c", "-O", local);
        }

        @Override
        public Command mirror(Login login, String remote, Path local) {
            return wget(login, remote + "/", "-r", "-nH", "--cut-dirs=1", "-nv", "-P", local);
        }

        private Command wget(Login login, String remote, Object... options) {
            var words = new ArrayList<Object>(List.of(Programs.find("wget"), "-d", "--tries=1", "--timeout=20"));
            words.addAll(List.of("--user=" + login.user(), "--password=" + login.password()));
            words.addAll(List.of("--no-hsts", "--no-glob", "--restrict-file-names=nocontrol"));
            words.addAll(List.of("--ca-certificate=" + login.certificate()));
            if (login.active()) {
                words.add("--no-passive-ftp");
            }
            if (login.tls() == Tls.IMPLICIT) {
                words.add("--ftps-implicit");
            }
            words.addAll(List.of(options));
            // wget uses ftps for both kinds of TLS; --ftps-implicit distinguishes them.
            var uri = login.uri(remote).toString();
            words.add(login.tls() == Tls.EXPLICIT ? uri.replaceFirst("^ftp:", "ftps:") : uri);
            return Programs.command(words.toArray()).environment("LC_ALL", "C.UTF-8");
        }
    },

    NCFTP(EnumSet.complementOf(EnumSet.of(Ability.TLS, Ability.IPV6))) {
        @Override
        public Command list(Login login, String directory) {
            return ncftp("ncftpls", login, "-l", login.uri(directory + "/"));
        }

        @Override
        public Command download(Login login, String remote, Path local) {
            return ncftp("ncftpget", login, "-Z", "-C", login.host(), remote, local);
        }

        @Override
        public Command upload(Login login, Path local, String remote) {
            return ncftp("ncftpput", login, "-Z", "-C", login.host(), local, remote);
        }

        @Override
        public Command change(Login login, Change change, String... paths) {
            var words = new ArrayList<Object>();
            change.commands(paths).forEach(line -> words.addAll(List.of("-X", line)));
            words.add(login.uri(""));
            return ncftp("ncftpls", login, words.toArray());
        }

        @Override
        public Command resume(Login login, String remote, Path local) {
            return ncftp("ncftpget", login, "-z", "-C", login.host(), remote, local);
        }

        @Override
        public Command append(Login login, Path local, String remote) {
            return ncftp("ncftpput", login, "-A", "-C", login.host(), local, remote);
        }

        @Override
        public Command mirror(Login login, String remote, Path local) {
            return ncftp("ncftpget", login, "-R", "-T", login.host(), local, remote);
        }

        private Command ncftp(String program, Login login, Object... options) {
            var words = new ArrayList<Object>(List.of(Programs.find(program), "-t", 20, "-r", 1, "-d", "stdout"));
            words.addAll(List.of("-u", login.user(), "-p", login.password(), "-P", login.port()));
            words.add(login.active() ? "-E" : "-F");
            words.addAll(List.of(options));
            return Programs.command(words.toArray())
                    .environment("LC_ALL", "C.UTF-8")
                    .environment("HOME", System.getProperty("java.io.tmpdir") + "/ftplab-no-ncftp-home");
        }
    },

    /** Its exit status says nothing: check what it did. */
    TNFTP(EnumSet.complementOf(EnumSet.of(Ability.TLS, Ability.STATUS))) {
        @Override
        public Command list(Login login, String directory) {
            return tnftp(login, "ls " + quoted(directory));
        }

        @Override
        public Command download(Login login, String remote, Path local) {
            return tnftp(login, "get " + quoted(remote) + " " + quoted(local.toString()));
        }

        @Override
        public Command upload(Login login, Path local, String remote) {
            return tnftp(login, "put " + quoted(local.toString()) + " " + quoted(remote));
        }

        @Override
        public Command change(Login login, Change change, String... paths) {
            var verb = change == Change.DELETE ? "delete " : change == Change.RENAME ? "rename " : "mkdir ";
            return tnftp(
                    login, verb + Stream.of(paths).map(ForeignClient::quoted).collect(Collectors.joining(" ")));
        }

        @Override
        public Command resume(Login login, String remote, Path local) {
            return tnftp(login, "reget " + quoted(remote) + " " + quoted(local.toString()));
        }

        @Override
        public Command append(Login login, Path local, String remote) {
            return tnftp(login, "append " + quoted(local.toString()) + " " + quoted(remote));
        }

        /** It can't transfer directories, but all the files of one. */
        @Override
        public Command mirror(Login login, String remote, Path local) {
            return tnftp(login, "lcd " + quoted(local.toString()) + "\ncd " + quoted(remote) + "\nmget *");
        }

        private Command tnftp(Login login, String line) {
            var script = "open %s %d\nuser %s %s\nbinary\n%s\nbye\n"
                    .formatted(login.host(), login.port(), login.user(), login.password(), line);
            return Programs.command(Programs.find("tnftp"), "-n", "-i", "-v", login.active() ? "-A" : "-p")
                    .environment("LC_ALL", "C.UTF-8")
                    .input(script);
        }
    },

    RCLONE(EnumSet.of(Ability.LIST, Ability.WRITE, Ability.MIRROR, Ability.IPV6, Ability.STATUS)) {
        @Override
        public Command list(Login login, String directory) {
            return rclone(login, "lsf", remote(directory));
        }

        @Override
        public Command download(Login login, String remote, Path local) {
            return rclone(login, "copyto", remote(remote), local);
        }

        @Override
        public Command upload(Login login, Path local, String remote) {
            return rclone(login, "copyto", local, remote(remote));
        }

        @Override
        public Command change(Login login, Change change, String... paths) {
            return switch (change) {
                case DELETE -> rclone(login, "deletefile", remote(paths[0]));
                case RENAME -> rclone(login, "moveto", remote(paths[0]), remote(paths[1]));
                case MAKE_DIRECTORY -> rclone(login, "mkdir", remote(paths[0]));
            };
        }

        @Override
        public Command mirror(Login login, String remote, Path local) {
            return rclone(login, "copy", remote(remote), local);
        }

        private static String remote(String path) {
            return ":ftp:" + path;
        }

        private Command rclone(Login login, Object... words) {
            var program = Programs.find("rclone");
            // It takes passwords in this form only.
            var password = Programs.command(program, "obscure", login.password())
                    .run()
                    .ok()
                    .out()
                    .strip();
            var all = new ArrayList<Object>(List.of(program, "--config", "", "--retries", 1, "--low-level-retries", 1));
            all.addAll(List.of("--timeout", "20s", "--contimeout", "20s", "--dump", "headers", "-vv"));
            all.addAll(List.of(words));
            return Programs.command(all.toArray())
                    .environment("RCLONE_FTP_HOST", login.host())
                    .environment("RCLONE_FTP_PORT", String.valueOf(login.port()))
                    .environment("RCLONE_FTP_USER", login.user())
                    .environment("RCLONE_FTP_PASS", password);
        }
    },

    /** basic-ftp, for Node.js. Like the following, a library: its program is in {@code src/test/clients}. */
    BASIC_FTP(EnumSet.complementOf(EnumSet.of(Ability.ACTIVE)), ClientLibrary.NODE),
    /** jlaffaye/ftp, for Go. */
    GO(EnumSet.complementOf(EnumSet.of(Ability.ACTIVE)), ClientLibrary.GO),
    /** suppaftp, for Rust. */
    SUPPAFTP(EnumSet.complementOf(EnumSet.of(Ability.IMPLICIT)), ClientLibrary.RUST),
    PHP(EnumSet.complementOf(EnumSet.of(Ability.IMPLICIT)), ClientLibrary.PHP),
    RUBY(EnumSet.complementOf(EnumSet.of(Ability.IMPLICIT)), ClientLibrary.RUBY),
    PYCURL(EnumSet.allOf(Ability.class), ClientLibrary.PYCURL),
    AIOFTP(EnumSet.complementOf(EnumSet.of(Ability.ACTIVE)), ClientLibrary.AIOFTP);

    @SuppressWarnings("ImmutableEnumChecker") // never changed
    private final Set<Ability> abilities;

    private final @Nullable ClientLibrary library;

    ForeignClient(Set<Ability> abilities) {
        this(abilities, null);
    }

    ForeignClient(Set<Ability> abilities, @Nullable ClientLibrary library) {
        this.abilities = abilities;
        this.library = library;
    }

    /** {@return whether this is a library and not a program of its own} */
    public boolean isLibrary() {
        return library != null;
    }

    private Command library(Login login, String command, Object... paths) {
        if (library == null) {
            throw new UnsupportedOperationException(this + " can't " + command);
        }
        return library.command(login, command, paths);
    }

    /** Operations that not every client supports. */
    public enum Ability {
        LIST,
        WRITE,
        RESUME,
        APPEND,
        MIRROR,
        TLS,
        /** TLS from the first byte on. */
        IMPLICIT,
        ACTIVE,
        IPV6,
        /** Its exit status says whether the operation succeeded. */
        STATUS
    }

    /** How the control connection is protected; data connections are always protected in the same way. */
    public enum Tls {
        NONE,
        EXPLICIT,
        IMPLICIT
    }

    /** A change that transfers no data. */
    public enum Change {
        DELETE,
        RENAME,
        MAKE_DIRECTORY;

        /** {@return the FTP commands, one for each path} */
        List<String> commands(String... paths) {
            return switch (this) {
                case DELETE -> List.of("DELE " + paths[0]);
                case RENAME -> List.of("RNFR " + paths[0], "RNTO " + paths[1]);
                case MAKE_DIRECTORY -> List.of("MKD " + paths[0]);
            };
        }
    }

    /**
     * Where and how a client connects.
     *
     * @param host the server's name, as in its certificate
     * @param active whether data connections are opened by the server (PORT, EPRT)
     * @param certificate the certificate to trust
     */
    public record Login(
            Tls tls, String host, int port, String user, String password, boolean active, Path certificate) {

        URI uri(String remote) {
            try {
                var scheme = tls == Tls.IMPLICIT ? "ftps" : "ftp";
                return new URI(new URI(scheme, null, host, port, "/" + remote, null, null).toASCIIString());
            } catch (URISyntaxException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** {@return whether it supports that} */
    public boolean can(Ability ability) {
        return abilities.contains(ability);
    }

    /** Writes the listing to its standard output. */
    public Command list(Login login, String directory) {
        return library(login, "list", directory);
    }

    public Command download(Login login, String remote, Path local) {
        return library(login, "download", remote, local);
    }

    public Command upload(Login login, Path local, String remote) {
        return library(login, "upload", local, remote);
    }

    public Command change(Login login, Change change, String... paths) {
        return library(login, change.name().toLowerCase(Locale.ROOT), (Object[]) paths);
    }

    /** Downloads the missing rest of a local file. */
    public Command resume(Login login, String remote, Path local) {
        return library(login, "resume", remote, local);
    }

    public Command append(Login login, Path local, String remote) {
        return library(login, "append", local, remote);
    }

    /** Downloads all files of a directory into an existing one. */
    public Command mirror(Login login, String remote, Path local) {
        return library(login, "mirror", remote, local);
    }

    private static String quoted(String text) {
        return text.isEmpty() ? "" : '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
