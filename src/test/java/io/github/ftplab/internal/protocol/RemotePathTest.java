package io.github.ftplab.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.ftplab.Reply;
import java.util.List;
import org.apache.commons.net.MalformedServerReplyException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RemotePathTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "\"/\" is the current directory.                | /",
                "\"/a b\"                                       | /a b",
                "\"/a \"\"b\"\"\" is the current directory.       | /a \"b\"",
                "Your place is \"/a\" now                       | /a",
                "\"/a \"b\"\" is your current location          | /a \"b\"",
                "\"/a\"b\" is your current location             | /a\"b",
                "\"/a\".                                        | /a",
                "\"\"                                           | ''",
            })
    void pathIsReadWithItsQuotationMarksDoubledOrNot(String text, String path) throws Exception {
        assertThat(RemotePath.quoted(new Reply(257, List.of(text)))).isEqualTo(path.equals("''") ? "" : path);
    }

    @Test
    void replyWithoutAPathIsNoReply() {
        assertThatExceptionOfType(MalformedServerReplyException.class)
                .isThrownBy(() -> RemotePath.quoted(new Reply(257, List.of("somewhere"))))
                .withMessageContaining("no path in quotation marks");
    }
}
