package dev.weir.api;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Map;

/** Reads quantities and durations that follow their syntax. */
public final class Quantities {
    private static final Map<String, Long> MULTIPLES = Map.ofEntries(
            Map.entry("", 1L),
            Map.entry("k", 1000L),
            Map.entry("M", 1000_000L),
            Map.entry("G", 1000_000_000L),
            Map.entry("T", 1000_000_000_000L),
            Map.entry("P", 1000_000_000_000_000L),
            Map.entry("Ki", 1L << 10),
            Map.entry("Mi", 1L << 20),
            Map.entry("Gi", 1L << 30),
            Map.entry("Ti", 1L << 40),
            Map.entry("Pi", 1L << 50));

    private static final Map<String, Duration> UNITS = Map.of(
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1));

    private Quantities() {}

    /** Bytes, such as {@code 1.5Gi}; rounded up, and at most what a long holds. */
    public static long bytes(String quantity) {
        int unit = unitAt(quantity);
        BigDecimal bytes = new BigDecimal(quantity.substring(0, unit))
                .multiply(BigDecimal.valueOf(multiple(MULTIPLES, quantity, unit)))
                .setScale(0, RoundingMode.CEILING);
        return bytes.min(BigDecimal.valueOf(Long.MAX_VALUE)).longValueExact();
    }

    /** So many bytes at least, in whole mebibytes or, where they are such, gibibytes. */
    public static String text(long bytes) {
        long mebibytes = Math.ceilDiv(bytes, 1L << 20);
        return mebibytes % 1024 == 0 ? mebibytes / 1024 + "Gi" : mebibytes + "Mi";
    }

    /** A number of CPUs, such as {@code 500m}. */
    public static BigDecimal cpus(String quantity) {
        return quantity.endsWith("m")
                ? new BigDecimal(quantity.substring(0, quantity.length() - 1)).scaleByPowerOfTen(-3)
                : new BigDecimal(quantity);
    }

    /** A duration, such as {@code 24h}. */
    public static Duration duration(String text) {
        int unit = unitAt(text);
        return multiple(UNITS, text, unit).multipliedBy(Long.parseLong(text.substring(0, unit)));
    }

    private static int unitAt(String text) {
        int unit = 0;
        while (unit < text.length() && !Character.isLetter(text.charAt(unit))) {
            unit++;
        }
        return unit;
    }

    private static <T> T multiple(Map<String, T> units, String text, int unit) {
        T multiple = units.get(text.substring(unit));
        if (multiple == null || unit == 0) {
            throw new IllegalArgumentException(text + " is no quantity");
        }
        return multiple;
    }
}
