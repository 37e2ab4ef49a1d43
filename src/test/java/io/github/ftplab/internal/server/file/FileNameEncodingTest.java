package io.github.ftplab.internal.server.file;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileNameEncodingTest {

    @ParameterizedTest
    @CsvSource({
        "UTF-8, false",
        "GB18030, false",
        "ANSI_X3.4-1968, true",
        "ISO-8859-1, true",
        "windows-1252, true",
        "no such thing, true",
        ", false",
    })
    void encodingThatLacksLettersIsWarnedOf(String encoding, boolean warned) {
        var warning = FileNameEncoding.warning(encoding);

        assertThat(warning.isPresent()).isEqualTo(warned);
        warning.ifPresent(text -> assertThat(text).contains(encoding).contains("LC_ALL=C.UTF-8"));
    }
}
