package io.github.ftplab.internal.server.listing;

import io.github.ftplab.internal.protocol.Text;
import io.github.ftplab.internal.server.file.FileEntry;

/** Formats the lines of LIST as EPLF, the easily parsed format of publicfile and anonftpd: {@code +r,s6,m1741209480,⇥name}. */
public final class EplfFormat implements EntryFormat {

    @Override
    public String line(FileEntry entry) {
        var facts = entry.isDirectory() ? "+/," : "+r,s" + entry.size() + ",";
        return facts + "m" + entry.modified().getEpochSecond() + ",\t" + Text.oneLine(entry.name());
    }
}
