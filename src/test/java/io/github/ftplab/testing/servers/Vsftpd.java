package io.github.ftplab.testing.servers;

import io.github.ftplab.testing.Peer;
import io.github.ftplab.testing.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * vsftpd. It runs as the user who runs the test and needs no account, as all clients are anonymous. With TLS, each data
 * connection must resume the session of the control connection, which is its default.
 */
public final class Vsftpd extends RealServer {

    public Vsftpd() {
        super("vsftpd");
    }

    @Override
    public Peer start(Path home, Path files, Optional<Path> tls, String... more) throws IOException {
        var program = Programs.find("vsftpd");
        int port = Starting.freePort();
        var lines = new ArrayList<>(List.of(
                "listen=YES",
                "listen_ipv6=NO",
                "listen_address=127.0.0.1",
                "listen_port=" + port,
                "background=NO",
                "run_as_launching_user=YES",
                "seccomp_sandbox=NO",
                "secure_chroot_dir=" + home,
                "anonymous_enable=YES",
                "no_anon_password=YES",
                "local_enable=NO",
                "anon_root=" + home,
                "write_enable=YES",
                "anon_upload_enable=YES",
                "anon_mkdir_write_enable=YES",
                "anon_other_write_enable=YES",
                "anon_world_readable_only=NO",
                "xferlog_enable=NO"));
        tls.ifPresent(certificate -> lines.addAll(List.of(
                "ssl_enable=YES",
                "allow_anon_ssl=YES",
                "force_anon_logins_ssl=YES",
                "force_anon_data_ssl=YES",
                "require_ssl_reuse=YES",
                "ssl_ciphers=HIGH",
                "rsa_cert_file=" + certificate)));
        lines.addAll(List.of(more));
        var configuration = Files.write(files.resolve("vsftpd.conf"), lines);
        var running = Programs.command(program, configuration).start();
        return new Peer(name(), port, home, "anonymous", "", Starting.awaitListening(port, running));
    }
}
