package io.github.ftplab.internal.client.listing.parser;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Names of months as {@code ls} abbreviates them in the languages of Europe, and the beginnings of longer names. */
final class MonthNames {

    /** A month whose name is in an unknown language, or means different months in two languages. */
    static final int UNKNOWN = 0;

    /** Not the name of a month. */
    static final int NONE = -1;

    private static final int SHORTEST = 3;
    private static final int LONGEST = 12;

    /** One language per line; a slash separates alternative names of one month. */
    private static final String NAMES = """
            jan feb mar apr may jun jul aug sep oct nov dec
            jan/jän feb mär/mrz/maer apr mai jun jul aug sep okt nov dez
            janv févr/fév/fevr mars avr mai juin juil/jui août/aout/aoû sept oct nov déc
            gen feb mar apr mag giu lug ago set ott nov dic
            ene feb mar abr may jun jul ago sep oct nov dic
            jan fev mar abr mai jun jul ago set out nov dez
            jan feb mrt/maart apr mei jun jul aug sep okt nov dec
            jan feb mar apr maj jun jul aug sep okt nov dec
            jan feb mars apr mai juni juli aug sep okt nov des
            tammi helmi maalis huhti touko kesä heinä elo syys loka marras joulu
            sty lut mar kwi maj cze lip sie wrz paź lis gru
            led úno bře dub kvě čen/čer čec srp zář říj lis pro
            jan feb mar apr máj jún júl aug sep okt nov dec
            jan febr márc ápr máj jún júl aug szept okt nov dec
            ian feb mar apr mai iun iul aug sep oct noi dec
            sij velj ožu tra svi lip srp kol ruj lis stu pro
            jan feb mar apr maj jun jul avg sep okt nov dec
            jaan veebr märts aprill mai juuni juuli aug sept okt nov dets
            jan feb mar apr mai jūn jūl aug sep okt nov dec
            sau vas kov bal geg bir lie rgp/rug rgs spa lap gru
            oca şub mar nis may haz tem ağu eyl eki kas ara
            янв фев мар апр май/мая июн июл авг сен окт ноя дек
            січ лют бер кві тра чер лип сер вер жов лис гру
            яну фев мар апр май юни юли авг сеп окт ное дек
            ιαν φεβ μαρ απρ μάι/μαϊ/μαΐ ιούν/ιουν ιούλ/ιουλ αύγ/αυγ σεπ οκτ νοέ/νοε δεκ
            gen febr març abr maig juny jul ag/ago set oct nov des
            jan feb mar apr maí jún júl ágú sep okt nóv des
            """;

    private static final Map<String, Integer> MONTHS = months();

    private MonthNames() {}

    private static Map<String, Integer> months() {
        var months = new HashMap<String, Integer>();
        NAMES.lines().forEach(language -> {
            var names = language.split(" ", -1);
            for (int i = 0; i < names.length; i++) {
                int month = i + 1;
                for (var name : names[i].split("/", -1)) {
                    months.merge(name, month, (one, other) -> one.equals(other) ? one : UNKNOWN);
                }
            }
        });
        return months;
    }

    /**
     * {@return the month that a word names, 1 to 12; {@link #UNKNOWN} if that could be two; {@link #NONE} if it names
     * none} A long name is known by how it begins.
     */
    static int month(String word) {
        var name = bare(word);
        if (name.length() > LONGEST) {
            return NONE;
        }
        for (int length = name.length(); length >= Math.min(name.length(), SHORTEST) && length > 1; length--) {
            var month = MONTHS.get(name.substring(0, length));
            if (month != null) {
                return isLetters(name) ? month : NONE;
            }
        }
        return NONE;
    }

    /** {@return whether a word may name a month in some language} */
    static boolean isPossible(String word) {
        var name = bare(word);
        return name.length() > 1 && name.length() <= LONGEST && isLetters(name);
    }

    /** Without the full stop of an abbreviation and the comma of a date. */
    private static String bare(String word) {
        int end = word.length();
        while (end > 0 && end > word.length() - 2 && (word.charAt(end - 1) == '.' || word.charAt(end - 1) == ',')) {
            end--;
        }
        return end > LONGEST ? word : word.substring(0, end).toLowerCase(Locale.ROOT);
    }

    /** What is no character in the encoding counts as one. */
    private static boolean isLetters(String word) {
        return word.chars().allMatch(c -> Character.isLetter(c) || c == '\uFFFD');
    }
}
