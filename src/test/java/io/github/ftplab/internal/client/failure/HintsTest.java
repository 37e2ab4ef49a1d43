package io.github.ftplab.internal.client.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class HintsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "USER | 530 | check user name and password",
                "PASS | 530 | case-sensitive",
                "LIST | 530 | log in first",
                "USER | 332 | an account",
                "PASV | 425 | firewall",
                "LIST | 425 | TLS",
                "RETR | 522 | TLS",
                "RETR | 550 | user test may not read it",
                "STOR | 550 | may not write",
                "STOR | 552 | no room left",
                "STOR | 553 | does not allow that name",
                "STOR | 553 | no such directory",
                "LIST | 450 | no such directory",
                "DELE | 550 | rmdir",
                "RMD  | 550 | it is not empty",
                "MKD  | 550 | exists already",
                "CWD  | 550 | no such directory",
                "RNTO | 550 | exists already",
                "SIZE | 550 | no such file",
                "SITE | 550 | does not exist",
                "SIZE | 502 | does not know SIZE",
                "RETR | 450 | try again later",
                "RETR | 451 | its own log",
                "RETR | 499 | may be temporary",
                "RETR | 599 | will not do that"
            })
    void eachRefusalIsFollowedByWhatCanBeDone(String verb, int code, String hint) {
        assertThat(Hints.of(verb, code, Optional.of("test"))).contains(hint);
    }

    @ParameterizedTest
    @ValueSource(ints = {332, 400, 421, 425, 426, 450, 500, 530, 550, 553})
    void hintEndsWithoutAFullStop(int code) {
        assertThat(Hints.of("RETR", code, Optional.empty())).isNotBlank().doesNotEndWith(".");
    }
}
