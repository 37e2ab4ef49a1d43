package io.github.ftplab.internal.client.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartFilesTest {

    @ParameterizedTest
    @CsvSource({
        "ext4, 0, true",
        "NTFS, 0, true",
        "apfs, 0, true",
        "tmpfs, 0, true",
        "nfs, 0, false",
        "nfs4, 23, false",
        "CIFS, 1, false",
        "smb3, 1, false",
        "fuse.sshfs, 1, false",
        "nfs4, 25, true",
        "smbfs, 48, true"
    })
    void lockIsBelievedWhereNoOtherMachineCanHaveWrittenTheFile(String type, int hours, boolean believed) {
        var written = Instant.now().minus(Duration.ofHours(hours));
        assertThat(PartFiles.isDecidedByLock(type, written)).isEqualTo(believed);
    }
}
