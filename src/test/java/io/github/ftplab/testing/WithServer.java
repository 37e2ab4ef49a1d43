package io.github.ftplab.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Starts what the test class declares in fields with {@link Given}, closes it after the test, and checks that nothing
 * of it is left. The field's type says what to start:
 *
 * <ul>
 *   <li>{@code FtpServer}: a server with the user {@code test}, password {@code potato}, on any free port
 *   <li>{@code Path}: the user's home, a new directory on disk in a new directory of its own. If the test's constructor
 *       has set it, that is taken, and its file system closed after the test if it is not the default one
 *   <li>{@code RawClient}, {@code FtpClient}: connected to that server, which is started for them if it is in no field,
 *       and logged in
 *   <li>{@link Servers}: makes other servers for that home, in the middle of a test
 *   <li>{@link FakeServer}: a server that does as it is told. If the class asks for no other, an {@code FtpClient} is
 * connected to this one, and not logged in, since there is no script yet
 * </ul>
 *
 * <p>The fields are set before {@code @BeforeEach} methods run. What a test puts into such a field is also closed after
 * the test. {@code static} fields are set once for the class; the other fields use that server and home.
 *
 * <pre>{@code
 * @WithServer
 * class DeleteTest {
 *
 *     @Given
 *     Path home;
 *
 *     @Given
 *     RawClient client;
 *
 *     @Test
 *     void deletedFileIsGone() throws IOException {
 *         Files.createFile(home.resolve("a"));
 *         assertThat(client.send("DELE a")).startsWith("250 ");
 *         assertThat(home).isEmptyDirectory();
 *     }
 * }
 * }</pre>
 *
 * <p>A server with other options comes from a method, which is called when the home is set:
 *
 * <pre>{@code
 * @Given
 * FtpServerBuilder options() {
 *     return FtpServer.builder().user("test", "potato", home, "elr").tls();
 * }
 * }</pre>
 */
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith({NothingLeft.class, ServerExtension.class})
public @interface WithServer {

    /** What the user may do. */
    String letters() default "elradfmwMT";
}
