package io.github.ftplab.internal.client.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ftplab.Transcript;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TranscriptRecorderTest {

    @Test
    void transcriptIsBoundedByItsLengthToo() {
        var recorder = new TranscriptRecorder();
        for (int i = 0; i < 1_000; i++) {
            recorder.add(Transcript.Sent.of(Instant.EPOCH, "y".repeat(2_000)));
            recorder.add(Transcript.Received.of(Instant.EPOCH, "x".repeat(8_000)));
        }

        var transcript = recorder.transcript();

        assertThat(transcript.entries()).hasSize(800);
        assertThat(transcript.omitted()).isEqualTo(1_200);
    }
}
