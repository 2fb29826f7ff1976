package dev.weir.dataplane.http.policy.field;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Dates of HTTP in all three forms of RFC 9110 section 5.6.7, as epoch milliseconds. Letters may be of any case (RFC
 * 9111 section 4.2); apart from that the grammar is held to: what deviates is {@link #INVALID}.
 */
public final class HttpDate {
    public static final long INVALID = Long.MIN_VALUE;

    private static final List<String> DAYS =
            List.of("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday");
    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

    /** D day, _ its first digit or a space, N month's name, Y year, h m s time; all else stands for itself. */
    private static final String IMF_FIXDATE = ", DD NNN YYYY hh:mm:ss GMT";

    private static final String RFC_850 = ", DD-NNN-YY hh:mm:ss GMT";
    private static final String ASCTIME = " NNN _D hh:mm:ss YYYY";

    private HttpDate() {}

    /**
     * The time, or {@link #INVALID}.
     *
     * @param nowMillis what a two-digit year is near to
     */
    public static long parse(@Nullable String value, long nowMillis) {
        if (value == null) {
            return INVALID;
        }
        if (value.length() == 3 + IMF_FIXDATE.length() && startsWithDay(value, 3)) {
            return parse(value, 3, IMF_FIXDATE, nowMillis);
        }
        if (value.length() == 3 + ASCTIME.length() && startsWithDay(value, 3)) {
            return parse(value, 3, ASCTIME, nowMillis);
        }
        int day = value.length() - RFC_850.length();
        return day >= 6 && startsWithDay(value, day) ? parse(value, day, RFC_850, nowMillis) : INVALID;
    }

    private static boolean startsWithDay(String value, int length) {
        for (String day : DAYS) {
            if ((length == 3 || length == day.length()) && value.regionMatches(true, 0, day, 0, length)) {
                return true;
            }
        }
        return false;
    }

    private static long parse(String value, int from, String form, long nowMillis) {
        int day = 0;
        int year = 0;
        int hour = 0;
        int minute = 0;
        int second = 0;
        int month = 0;
        for (int i = 0; i < form.length(); i++) {
            char expected = form.charAt(i);
            char c = value.charAt(from + i);
            int digit = c >= '0' && c <= '9' ? c - '0' : -1;
            switch (expected) {
                case 'D' -> day = append(day, digit);
                case '_' -> day = c == ' ' ? 0 : append(day, digit);
                case 'Y' -> year = append(year, digit);
                case 'h' -> hour = append(hour, digit);
                case 'm' -> minute = append(minute, digit);
                case 's' -> second = append(second, digit);
                case 'N' -> {
                    if (month == 0) {
                        month = month(value, from + i);
                    }
                }
                default -> {
                    if (Character.toUpperCase(c) != expected) {
                        return INVALID;
                    }
                }
            }
        }
        if (day < 1 || month < 1 || year < 0 || hour < 0 || minute < 0 || second < 0) {
            return INVALID;
        }
        // a leap second is grammatical
        if (hour > 23 || minute > 59 || second > 60) {
            return INVALID;
        }
        int timeSeconds = (hour * 60 + minute) * 60 + second;
        return form.equals(RFC_850)
                ? nearest(year, month, day, timeSeconds, nowMillis)
                : millis(year, month, day, timeSeconds);
    }

    /** Negative once a digit was none. */
    private static int append(int number, int digit) {
        return number < 0 || digit < 0 ? -1 : number * 10 + digit;
    }

    private static int month(String value, int at) {
        for (int month = 0; month < 12; month++) {
            if (value.regionMatches(true, at, MONTHS, month * 3, 3)) {
                return month + 1;
            }
        }
        return -1;
    }

    /** A two-digit year that seems more than 50 years ahead is the latest past one (RFC 9110 section 5.6.7). */
    private static long nearest(int lastDigits, int month, int day, int timeSeconds, long nowMillis) {
        LocalDateTime now = LocalDateTime.ofInstant(Instant.ofEpochMilli(nowMillis), ZoneOffset.UTC);
        int year = now.getYear() - now.getYear() % 100 + lastDigits;
        if (year < now.getYear()) {
            year += 100;
        }
        long ahead = millis(year, month, day, timeSeconds);
        long horizon = now.plusYears(50).toInstant(ZoneOffset.UTC).toEpochMilli();
        return ahead > horizon || ahead == INVALID ? millis(year - 100, month, day, timeSeconds) : ahead;
    }

    private static long millis(int year, int month, int day, int timeSeconds) {
        if (!YearMonth.of(year, month).isValidDay(day)) {
            return INVALID;
        }
        return (LocalDate.of(year, month, day).toEpochDay() * 86_400 + timeSeconds) * 1000;
    }

    /** The form that is generated, with milliseconds cut off. */
    public static String format(long millis) {
        LocalDateTime time = LocalDateTime.ofInstant(Instant.ofEpochMilli(millis), ZoneOffset.UTC);
        var text = new StringBuilder(29);
        text.append(DAYS.get(time.getDayOfWeek().getValue() - 1), 0, 3).append(", ");
        twoDigits(text, time.getDayOfMonth()).append(' ');
        text.append(MONTHS, time.getMonthValue() * 3 - 3, time.getMonthValue() * 3)
                .append(' ');
        twoDigits(text, time.getYear() / 100);
        twoDigits(text, time.getYear() % 100).append(' ');
        twoDigits(text, time.getHour()).append(':');
        twoDigits(text, time.getMinute()).append(':');
        return twoDigits(text, time.getSecond()).append(" GMT").toString();
    }

    private static StringBuilder twoDigits(StringBuilder text, int number) {
        return text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }
}
