package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ftplab.FaultCases.FaultCase;
import io.github.ftplab.testing.Command;
import io.github.ftplab.testing.NothingLeft;
import io.github.ftplab.testing.Programs;
import io.github.ftplab.testing.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** curl, lftp and ftplib meet each fault. What they do is in {@code docs/faults.md}. */
@Tag("full")
@Timeout(900)
@ExtendWith(NothingLeft.class)
class FaultTableIT {

    private static final int AT_ONCE = 3;
    /** curl waits for the reply to QUIT longer than its own limit. */
    private static final int LIMIT_SECONDS = 20;

    private static final String FTPLIB = """
            import ftplib, ssl, sys
            port, operation, tls, active, local, certificate = sys.argv[1:]
            try:
                if tls == "true":
                    ftp = ftplib.FTP_TLS(context=ssl.create_default_context(cafile=certificate), timeout=3)
                else:
                    ftp = ftplib.FTP(timeout=3)
                ftp.connect("127.0.0.1", int(port))
                ftp.login("test", "potato")
                if tls == "true":
                    ftp.prot_p()
                ftp.set_pasv(active != "true")
                if operation == "DOWNLOAD":
                    with open(local, "wb") as file:
                        ftp.retrbinary("RETR big.bin", file.write)
                elif operation == "UPLOAD":
                    with open(local, "rb") as file:
                        ftp.storbinary("STOR big.bin", file)
                elif operation == "LIST":
                    ftp.dir("many", print)
                else:
                    ftp.delete("old.txt")
                ftp.quit()
            except Exception as e:
                sys.exit("raised " + type(e).__name__)
            """;

    @TempDir
    Path directory;

    @Test
    void otherClientsDoWhatTheTableSays() throws Exception {
        var found = new LinkedHashMap<String, Map<String, String>>();
        for (var client : List.of("curl", "lftp", "ftplib")) {
            found.put(client, outcomes(client));
        }
        if (Boolean.getBoolean("ftplab.updateFaults")) {
            FaultTable.update(found);
        }

        for (var client : found.entrySet()) {
            assertThat(FaultTable.column(client.getKey()))
                    .as("%s in docs/faults.md; -Dftplab.updateFaults=true writes it", client.getKey())
                    .isEqualTo(client.getValue());
        }
    }

    private Map<String, String> outcomes(String client) throws Exception {
        var threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            var running = new LinkedHashMap<String, Future<String>>();
            for (var fault : FaultCases.all()) {
                running.put(fault.name(), threads.submit(() -> outcome(client, fault)));
            }
            var found = new LinkedHashMap<String, String>();
            for (var one : running.entrySet()) {
                found.put(one.getKey(), one.getValue().get());
            }
            return found;
        } finally {
            threads.shutdownNow();
        }
    }

    private String outcome(String client, FaultCase fault) throws IOException, InterruptedException {
        var own = directory.resolve(client + fault.name().replaceAll("\\W", "_"));
        try (var trial = new FaultTrial(fault, own)) {
            var certificate =
                    Files.writeString(own.resolve("cert.pem"), trial.server().certificatePem());
            var command = switch (client) {
                case "curl" -> curl(trial, certificate);
                case "lftp" -> lftp(trial, certificate);
                default -> ftplib(trial, certificate);
            };
            try (var running = command.start()) {
                boolean ended = running.process().waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
                var report = ended ? report(client, running) : "hangs for more than " + LIMIT_SECONDS + " s";
                return trial.outcome(running.out(), report) + (trial.hasHappened() ? "" : " (not met)");
            }
        }
    }

    private static String report(String client, Running ended) {
        int status = ended.process().exitValue();
        if (status == 0) {
            return "";
        }
        return client.equals("ftplib")
                ? "`" + ended.err().strip().replace("raised ", "") + "`"
                : "exit status " + status;
    }

    private static Command curl(FaultTrial trial, Path certificate) {
        var words = new ArrayList<Object>(List.of(Programs.find("curl"), "-sS", "--max-time", 4));
        words.addAll(List.of("--connect-timeout", 2, "-u", "test:potato"));
        if (trial.fault().tls()) {
            words.addAll(List.of("--ssl-reqd", "--cacert", certificate));
        }
        if (trial.fault().active()) {
            words.addAll(List.of("--ftp-port", "-"));
        }
        var local = trial.local().resolve(FaultTrial.FILE);
        var uri = trial.server().uri();
        switch (trial.fault().operation()) {
            case DOWNLOAD -> words.addAll(List.of("-o", local, uri + FaultTrial.FILE));
            case UPLOAD -> words.addAll(List.of("-T", local, uri));
            case LIST -> words.add(uri + "many/");
            case DELETE -> words.addAll(List.of("-Q", "DELE old.txt", uri));
        }
        return Programs.command(words.toArray());
    }

    private static Command lftp(FaultTrial trial, Path certificate) {
        var local = trial.local().resolve(FaultTrial.FILE);
        var line = switch (trial.fault().operation()) {
            case DOWNLOAD -> "get " + FaultTrial.FILE + " -o " + local;
            case UPLOAD -> "put " + local + " -o " + FaultTrial.FILE;
            case LIST -> "ls many";
            case DELETE -> "rm old.txt";
        };
        var script = Stream.of(
                "set net:timeout 3",
                "set net:max-retries 1",
                "set net:reconnect-interval-base 0",
                "set cmd:fail-exit yes",
                "set ftp:passive-mode " + !trial.fault().active(),
                "set ftp:prefer-epsv yes",
                "set ftp:ssl-allow " + trial.fault().tls(),
                "set ftp:ssl-force " + trial.fault().tls(),
                "set ftp:ssl-protect-data yes",
                "set ssl:ca-file " + certificate,
                "open -u test,potato " + trial.server().uri(),
                line);
        return Programs.command(Programs.find("lftp"), "--norc", "-c", String.join("; ", script.toList()))
                .environment("LC_ALL", "C.UTF-8")
                .environment("LFTP_HOME", System.getProperty("java.io.tmpdir") + "/ftplab-no-lftp-home");
    }

    private static Command ftplib(FaultTrial trial, Path certificate) {
        return Programs.command(
                Programs.python(),
                "-c",
                FTPLIB,
                trial.server().port(),
                trial.fault().operation(),
                trial.fault().tls(),
                trial.fault().active(),
                trial.local().resolve(FaultTrial.FILE),
                certificate);
    }
}
