package io.github.ftplab.testing;

import io.github.ftplab.testing.ForeignClient.Login;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * An FTP library for another language than Java, and the program in {@code src/test/clients} that does one operation
 * with it. All of them take the same arguments. {@code .ci/run} builds or installs them in {@code target/peers}.
 */
enum ClientLibrary {
    NODE {
        @Override
        List<Object> program() {
            return List.of(Programs.find("node"), built("node/client.mjs"));
        }
    },
    GO {
        @Override
        List<Object> program() {
            return List.of(built("go/client"));
        }
    },
    RUST {
        @Override
        List<Object> program() {
            return List.of(built("rust/client"));
        }
    },
    PHP {
        @Override
        List<Object> program() {
            return List.of(Programs.find("php"), source("client.php"));
        }
    },
    RUBY {
        @Override
        List<Object> program() {
            return List.of(Programs.find("ruby"), source("client.rb"));
        }
    },
    PYCURL {
        @Override
        List<Object> program() {
            return List.of(Programs.python("pycurl"), source("client_pycurl.py"));
        }
    },
    AIOFTP {
        @Override
        List<Object> program() {
            return List.of(Programs.python("aioftp"), source("client_aioftp.py"));
        }
    };

    /** {@return the words that start it} */
    abstract List<Object> program();

    Command command(Login login, String command, Object... paths) {
        var words = new ArrayList<>(program());
        words.addAll(List.of(login.tls().name().toLowerCase(Locale.ROOT), login.host(), login.port()));
        words.addAll(List.of(login.user(), login.password(), login.certificate(), login.active(), command));
        words.addAll(List.of(paths));
        return Programs.command(words.toArray()).environment("LC_ALL", "C.UTF-8");
    }

    private static Path source(String name) {
        return Path.of("src/test/clients", name).toAbsolutePath();
    }

    private static Path built(String name) {
        var file = Path.of("target/peers/clients", name).toAbsolutePath();
        if (!Files.exists(file)) {
            throw Programs.missing("no " + file + "; .ci/run builds it");
        }
        return file;
    }
}
