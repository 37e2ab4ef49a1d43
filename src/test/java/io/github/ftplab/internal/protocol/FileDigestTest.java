package io.github.ftplab.internal.protocol;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.channels.Channels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FileDigestTest {

    private static final Cancellation NEVER = new Cancellation(() -> false);

    @ParameterizedTest
    @CsvSource({
        "MD5, 9, 25f9e794323b453885f5181f1b624d0b",
        "MD5, 100, 25f9e794323b453885f5181f1b624d0b",
        "MD5, 3, 202cb962ac59075b964b07152d234b70",
        "CRC32, 9, cbf43926",
        "CRC32, 0, 00000000",
        "SHA_1, 9, f7c3bc1d808e04732adf679965ccc34ca7ae3441",
        "SHA_256, 9, 15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225",
    })
    void digestIsOfSoManyBytes(FileDigest digest, long length, String expected) throws Exception {
        var source = Channels.newChannel(new ByteArrayInputStream("123456789".getBytes(US_ASCII)));
        assertThat(digest.of(source, length, NEVER)).isEqualTo(expected);
    }

    @Test
    void digestEndsWhenItIsCancelled() {
        var source = Channels.newChannel(new ByteArrayInputStream(new byte[1]));
        assertThatThrownBy(() -> FileDigest.MD5.of(source, 1, new Cancellation(() -> true)))
                .isInstanceOf(CancelledException.class);
    }

    @ParameterizedTest
    @EnumSource
    void chosenOneIsReadFromTheOffer(FileDigest digest) {
        assertThat(FileDigest.offer(digest).split(";")).contains(digest + "*").hasSize(5);
        assertThat(FileDigest.chosen(FileDigest.offer(digest))).contains(digest);
    }

    @ParameterizedTest
    @CsvSource({"''", "SHA-256;MD5", "SHA3-256*;MD5", "*"})
    void offerWithoutAKnownChoiceHasNone(String offer) {
        assertThat(FileDigest.chosen(offer)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"sha-1*;MD5, SHA_1", "SHA-256 ; MD5*, MD5"})
    void offerIsReadInWhateverCaseAndSpacing(String offer, FileDigest digest) {
        assertThat(FileDigest.chosen(offer)).contains(digest);
    }

    @ParameterizedTest
    @CsvSource({
        // HASH: name, range, digest, path; the path may be or contain a digest.
        "HASH, CRC32, CRC32 0-9 cbf43926 a.txt, cbf43926",
        "HASH, CRC32, CRC32 0-9 CBF43926 00000000, cbf43926",
        "HASH, CRC32, CRC32 0-9 cbf43926 old deadbeef, cbf43926",
        "HASH, MD5, MD5 0-9 25f9e794323b453885f5181f1b624d0b 00000000000000000000000000000000,"
                + " 25f9e794323b453885f5181f1b624d0b",
        "HASH, MD5, MD5 0-9 00000000, ",
        // MD5: path, digest.
        "MD5, MD5, a.txt 25f9e794323b453885f5181f1b624d0b, 25f9e794323b453885f5181f1b624d0b",
        "MD5, MD5, 00000000000000000000000000000000 25f9e794323b453885f5181f1b624d0b,"
                + " 25f9e794323b453885f5181f1b624d0b",
        "XMD5, MD5, 25F9E794323B453885F5181F1B624D0B, 25f9e794323b453885f5181f1b624d0b",
        "XCRC, CRC32, 3ab, 000003ab",
        "XCRC, CRC32, 123456789, ",
        "XCRC, CRC32, DEADBEEF abc, deadbeef",
        "XCRC, CRC32, abc DEADBEEF, deadbeef",
        "XSHA1, SHA_1, no such luck, ",
    })
    void digestIsFoundInAReply(String command, FileDigest digest, String reply, String expected) {
        if (expected == null) {
            assertThat(digest.inReply(command, reply)).isEmpty();
        } else {
            assertThat(digest.inReply(command, reply)).contains(expected);
        }
    }

    @ParameterizedTest
    @EnumSource
    void ownReplyIsRead(FileDigest digest) throws Exception {
        var source = Channels.newChannel(new ByteArrayInputStream(new byte[9]));
        var text = digest.of(source, 9, NEVER);
        assertThat(digest.inReply("HASH", digest.hashReply(9, text, text.replace('0', '1'))))
                .contains(text);
    }
}
