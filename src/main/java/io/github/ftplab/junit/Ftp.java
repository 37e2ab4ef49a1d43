package io.github.ftplab.junit;

import io.github.ftplab.FtpServerBuilder;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Starts an FTP server for JUnit 5 tests, and stops it after them.
 *
 * <pre>{@code
 * class ImportTest {
 *
 *     @Ftp(user = "ann:potato:elr", files = "/ftp")
 *     FtpServer server;
 *
 *     @Test
 *     void importsWhatIsThere() throws Exception {
 *         new Import("127.0.0.1", server.port(), "ann", "potato").run();
 *
 *         assertEquals(List.of("RETR /orders.csv"), server.commands("RETR"));
 *     }
 * }
 * }</pre>
 *
 * <p><b>Where it stands.</b> On a field, before {@code @BeforeEach} methods: the server is new for each test, or, if the
 * field is static, one for all tests of the class. On a parameter of a test, {@code @BeforeEach} or {@code @BeforeAll}
 * method. On a class: one server for all its tests and those of its nested classes. Nested, repeated, parameterized and
 * concurrent tests, and both life cycles of test objects, are all right; where tests of one object run concurrently,
 * use parameters.
 *
 * <p><b>What it gives.</b> The type of the field or parameter says it:
 *
 * <ul>
 *   <li>{@link io.github.ftplab.FtpServer}: the running server, on any free port of 127.0.0.1
 *   <li>{@link io.github.ftplab.FtpClient}: a client, logged in to the server as its first user
 *   <li>{@link java.nio.file.Path}: the directory with the server's files, the home of its users
 * </ul>
 *
 * <p><b>Which server.</b> An annotation with settings always starts a new one. Without settings, a field of type
 * {@code FtpServer} takes the server of an annotated class if there is one, and starts a new one otherwise. Parameters
 * and other fields use the server that is there, of the test, or else of its class, or else of an enclosing class; if
 * there is none, they start one.
 *
 * <p><b>How the server differs from {@link FtpServerBuilder}'s defaults.</b> Port 0; nothing is printed; LIST shows
 * times in the time zone of the JVM, as most Java clients expect; a wrong password is refused without a delay. The
 * user is {@code test} with the password {@code potato} and all permissions, unless {@link #user} says otherwise.
 * Anything else is set by a method with this annotation, which is called for each server of the class before it starts;
 * for servers of the class it has to be static:
 *
 * <pre>{@code
 * @Ftp
 * static void options(FtpServerBuilder builder) {
 *     builder.banner("Welcome").passivePorts(50_000, 50_009);
 * }
 * }</pre>
 *
 * <p><b>Afterwards.</b> Clients are closed, servers stopped and their files deleted. If the test failed, its stack trace
 * has what was said to the server as a suppressed exception, the warnings of its log, and the {@linkplain
 * io.github.ftplab.FtpServer#fault faults} that never happened. {@link
 * io.github.ftplab.FtpServer#awaitEvents} waits for what a client does in the background, and {@link
 * io.github.ftplab.FtpServer#events} and {@link io.github.ftplab.FtpServer#commands} tell what has been.
 *
 * @see <a href="https://github.com/ftplab/ftplab/blob/main/docs/junit.md">In JUnit tests</a>
 */
@Documented
@Inherited
@ExtendWith(FtpExtension.class)
@Target({ElementType.TYPE, ElementType.FIELD, ElementType.PARAMETER, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
public @interface Ftp {

    /**
     * {@return the users, each in the form {@code NAME:PASSWORD[:LETTERS[:DIRECTORY]]}} The letters say what the user may do, see
     * {@link io.github.ftplab.Permission}; without them, read ({@code elr}). The directory is the user's home, a
     * directory of the server's files that is made if it is missing; without it, all of them.
     *
     * <pre>{@code
     * @Ftp(user = {"ann:potato:elradfmwMT", "bob:leek", "upload:turnip:elw:/incoming"})
     * }</pre>
     */
    String[] user() default {};

    /** {@return whether any other user may log in, with any password, and do everything: {@code anonymous}, too} */
    boolean anyUser() default false;

    /**
     * {@return the server's files: a directory or a zip file on the class path, whose contents are copied, or another
     * file, which is copied itself} Found as {@link Class#getResource} finds it: {@code /ftp} is {@code src/test/resources/ftp}, and
     * {@code ftp} is beside the test class. Empty for none.
     */
    String files() default "";

    /**
     * {@return more of the server's files, each in the form {@code PATH=CONTENTS} (UTF-8), or {@code PATH/} for an empty
     * directory}
     *
     * <pre>{@code
     * @Ftp(text = {"example.txt=hello", "pub/a.csv=1;2\n3;4\n", "incoming/"})
     * }</pre>
     */
    String[] text() default {};

    /**
     * {@return whether the files are kept in memory, see {@link io.github.ftplab.FtpServer#inMemory}, rather than in a
     * temporary directory}
     */
    boolean inMemory() default false;

    /** {@return whether the server offers TLS with a certificate of its own, see {@link FtpServerBuilder#tls()}} */
    boolean tls() default false;

    /** {@return whether the server demands TLS, see {@link FtpServerBuilder#requireTls()}} */
    boolean requireTls() default false;

    /** {@return whether TLS begins with the connection ({@code ftps://}), see {@link FtpServerBuilder#implicitTls()}} */
    boolean implicitTls() default false;
}
