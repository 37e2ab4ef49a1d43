package io.github.ftplab.internal.client.settings;

import io.github.ftplab.TransferOption;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** A valid combination of options for a transfer. */
public record TransferOptions(Set<TransferOption> chosen) {

    private static final Set<TransferOption> ABOUT_EXISTING =
            EnumSet.of(TransferOption.SKIP_EXISTING, TransferOption.REFUSE_EXISTING, TransferOption.RESUME);

    public static TransferOptions of(TransferOption... options) {
        var chosen = EnumSet.noneOf(TransferOption.class);
        chosen.addAll(List.of(options));
        var existing = EnumSet.copyOf(ABOUT_EXISTING);
        existing.retainAll(chosen);
        if (existing.size() > 1) {
            throw new IllegalArgumentException("a file that exists already can't be treated in two ways: " + existing);
        }
        return new TransferOptions(chosen);
    }

    public boolean isAboutExisting() {
        return chosen.stream().anyMatch(ABOUT_EXISTING::contains);
    }

    public boolean has(TransferOption option) {
        return chosen.contains(option);
    }

    public boolean resume() {
        return has(TransferOption.RESUME);
    }
}
