package io.github.ftplab.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

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
    void pathIsReadWithItsQuotationMarksDoubledOrNot(String text, String path) {
        assertThat(RemotePath.quoted(text)).contains(path.equals("''") ? "" : path);
    }

    @Test
    void textWithoutQuotationMarksHasNoPath() {
        assertThat(RemotePath.quoted("somewhere")).isEmpty();
    }
}
