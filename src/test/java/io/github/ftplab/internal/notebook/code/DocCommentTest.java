package io.github.ftplab.internal.notebook.code;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DocCommentTest {

    private static final String COMMENT = """
             Downloads a file, see {@link FtpClient#upload(Path) uploads} and {@link #read}.

             <pre>{@code
             var map = new HashMap<String, List<Integer>>();
             @Test void works() { }
             }</pre>

             <p>Needs the letter {@code r} &amp; nothing else.
             <ul><li>one<li>two</ul>

             @param <T> a type
             @param name the file's path
                 on the server
             @return what was moved
             @throws FtpException.Refused if there is no {@code name}
             @since 1
             """;

    @Test
    void textHasDescriptionExampleParametersAndResult() {
        assertThat(DocComment.of(COMMENT).text()).isEqualTo("""
                Downloads a file, see uploads and read.

                var map = new HashMap<String, List<Integer>>();
                @Test void works() { }

                Needs the letter r & nothing else.

                - one
                - two

                <T>: a type

                name: the file's path on the server

                Returns what was moved

                Throws FtpException.Refused: if there is no name""");
    }

    @Test
    void htmlIsWholeAndEscaped() {
        assertThat(DocComment.of(COMMENT).html())
                .contains("HashMap&lt;String, List&lt;Integer&gt;&gt;", "&#64;Test void works() { }")
                .contains("<p><code>name</code>: the file's path")
                .contains("<p>Throws <code>FtpException.Refused</code>: if there is no <code>name</code></p>")
                .doesNotContain("@", "since");
    }

    @Test
    void shortFormsAreSentences() {
        assertThat(DocComment.of(" {@return the name, or {@code null}}").text())
                .isEqualTo("Returns the name, or null.");
        assertThat(DocComment.of("").text()).isEmpty();
        assertThat(DocComment.of(" a {@code b").text()).isEqualTo("a b");
    }
}
