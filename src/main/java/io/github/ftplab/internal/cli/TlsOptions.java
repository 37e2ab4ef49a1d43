package io.github.ftplab.internal.cli;

import io.github.ftplab.FtpException;
import io.github.ftplab.FtpServer;
import io.github.ftplab.FtpServerBuilder;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Stack;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The options of {@code serve} for encryption. */
final class TlsOptions {

    /** When a control connection starts TLS. */
    enum TlsMode {
        off,
        explicit,
        implicit
    }

    /** Leaves a directory that follows --tls to DIR: {@code serve --tls ftp-root}. */
    static final class ModeOrDirectory implements IParameterPreprocessor {

        @Override
        public boolean preprocess(
                Stack<String> arguments, CommandSpec command, ArgSpec option, Map<String, Object> context) {
            if (!arguments.isEmpty() && !isMode(arguments.peek()) && new File(arguments.peek()).isDirectory()) {
                arguments.push(TlsMode.explicit.name());
            }
            return false;
        }

        private static boolean isMode(String text) {
            return Stream.of(TlsMode.values()).anyMatch(mode -> mode.name().equals(text));
        }
    }

    @Option(
            names = "--tls",
            paramLabel = "MODE",
            arity = "0..1",
            fallbackValue = "explicit",
            preprocessor = ModeOrDirectory.class,
            description =
                    "explicit (ftp://, the client asks for TLS; the same without MODE), implicit (ftps://, TLS from the start) or off. "
                            + "Default: off, or explicit if another option needs TLS.")
    private @Nullable TlsMode mode;

    @Option(
            names = {"--cert", "--certfile"},
            paramLabel = "PEM",
            description = "The certificate chain. Default: a new self-signed certificate.")
    private @Nullable Path certificate;

    @Option(
            names = {"--key", "--keyfile"},
            paramLabel = "PEM",
            description = "The certificate's private key.")
    private @Nullable Path key;

    @Option(
            names = "--write-cert",
            paramLabel = "FILE",
            description = "Write the certificate to a file, for clients that are to trust it (curl --cacert FILE).")
    private @Nullable Path written;

    @Option(
            names = {"--require-tls", "--tls-control-required", "--tls-data-required"},
            description = "Refuse passwords and data connections without TLS.")
    private boolean required;

    @Option(
            names = "--client-ca",
            paramLabel = "PEM",
            description = "Demand of each client a certificate that is issued by one of these, beside the password.")
    private @Nullable Path clientIssuers;

    @Option(
            names = "--login-by-cert",
            description =
                    "Take the certificate instead of the password: its common name is the user's. Needs --client-ca.")
    private boolean loginByCertificate;

    @Option(
            names = "--permit-missing-close-notify",
            description = "Accept uploads that end without TLS's end mark, as some clients end them: anybody on the "
                    + "network can then cut one off.")
    private boolean closeNotifyMissing;

    /**
     * Sets these options.
     *
     * @throws IllegalArgumentException if they contradict each other
     * @throws FtpException.Start if a file can't be used
     */
    void apply(FtpServerBuilder builder) {
        if ((certificate == null) != (key == null)) {
            throw new IllegalArgumentException("--cert and --key belong together: set both or neither");
        }
        if (loginByCertificate && clientIssuers == null) {
            throw new IllegalArgumentException(
                    "--login-by-cert needs --client-ca PEM, which says whose certificates count");
        }
        if (mode == TlsMode.off && isNeeded()) {
            throw new IllegalArgumentException("--tls off contradicts the other options for encryption");
        }
        if (certificate != null && key != null) {
            load(builder, certificate, key);
        } else if (isOn()) {
            builder.tls();
        }
        if (mode == TlsMode.implicit) {
            builder.implicitTls();
        }
        if (required) {
            builder.requireTls();
        }
        if (clientIssuers != null) {
            demand(builder, clientIssuers);
        }
        if (closeNotifyMissing) {
            builder.permitMissingCloseNotify();
        }
    }

    private boolean isNeeded() {
        return certificate != null || required || written != null || clientIssuers != null || closeNotifyMissing;
    }

    /** {@return whether clients can use TLS} */
    boolean isOn() {
        return isNeeded() || (mode != null && mode != TlsMode.off);
    }

    private void demand(FtpServerBuilder builder, Path issuers) {
        try {
            builder.requireClientCertificates(issuers);
        } catch (IllegalArgumentException e) {
            throw new FtpException.Start(String.valueOf(e.getMessage()), e);
        }
        if (loginByCertificate) {
            builder.loginByClientCertificate();
        }
    }

    private static void load(FtpServerBuilder builder, Path certificate, Path key) {
        try {
            builder.tls(certificate, key);
        } catch (IllegalArgumentException e) {
            throw new FtpException.Start(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Writes the certificate of a started server, if an option says so.
     *
     * @throws FtpException.Start if that fails; the server is stopped
     */
    void write(FtpServer server) {
        if (written == null) {
            return;
        }
        try {
            Files.writeString(written, server.certificatePem());
        } catch (IOException e) {
            server.stop();
            throw new FtpException.Start(
                    "cannot write the certificate to %s: %s".formatted(written, RotatingFile.reason(e, written)), e);
        }
    }
}
