package io.github.ftplab.internal.client.listing;

import io.github.ftplab.Reply;
import io.github.ftplab.internal.client.control.ReplyCodes;
import java.util.regex.Pattern;

/** What the text of a reply says about a listing, where the code does not. */
final class ListingReplies {

    private static final Pattern FAILURE = Pattern.compile(
            "truncat|incomplete|partial|fail|error|denied|cannot|can't|can ?not|could ?n[o']t|unable|not all"
                    + "|too (?:many|large|long|big)|\\blimit(?:ed|s)? (?:to|of|reached|exceeded|hit)|\\blimited\\b"
                    + "|only (?:the )?first|\\bfirst \\d+|maximum|exceed|\\bcut\\b|abort|interrupt|time(?:d)? ?out"
                    + "|skipp|omitt|more (?:entries|files|matches)|not (?:shown|listed)",
            Pattern.CASE_INSENSITIVE);

    /** Some servers repeat the path that was listed. */
    private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"");

    private static final Pattern NO_FAILURE =
            Pattern.compile("\\b(?:no|0|without(?: any)?) (?:errors?|failures?)", Pattern.CASE_INSENSITIVE);

    private static final Pattern NOTHING_IN_IT = Pattern.compile(
            "\\bno (?:matching )?(?:files?|entries)\\b(?! or\\b)|\\bis empty\\b|\\bempty director",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern FORBIDDEN =
            Pattern.compile("denied|permission|privilege|access|not allowed|may not", Pattern.CASE_INSENSITIVE);

    private ListingReplies() {}

    /**
     * {@return whether a final reply of success says that not all was listed all the same} Pure-FTPd: {@code 226 Output
     * truncated to 10000 matches}, {@code 226-Sorry, we were unable to read [d]}; vsftpd: {@code 226 Transfer done (but
     * failed to open directory).} What other servers say is not known, so that any word of failure counts.
     */
    static boolean saysTruncated(Reply closing) {
        return closing.lines().stream()
                .map(line -> QUOTED.matcher(line).replaceAll(""))
                .map(line -> NO_FAILURE.matcher(line).replaceAll(""))
                .anyMatch(line -> FAILURE.matcher(line).find());
    }

    /** {@return whether a refusal says that there is nothing to list, and not that the user may not see it} */
    static boolean saysEmpty(Reply refusal) {
        return ReplyCodes.isMissing(refusal)
                && NOTHING_IN_IT.matcher(refusal.text()).find()
                && !FORBIDDEN.matcher(refusal.text()).find();
    }
}
