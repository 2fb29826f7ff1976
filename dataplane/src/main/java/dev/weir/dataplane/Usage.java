package dev.weir.dataplane;

/** What {@code help} says. */
final class Usage {
    private static final int WIDTH = 26;

    private Usage() {}

    static String text() {
        var text = new StringBuilder("""
            Usage: weir serve --documents FILE|DIR [OPTION VALUE]...
                   weir version
                   weir help

            Options, each with the environment variable that stands in for it:
            """);
        for (Setting setting : Setting.values()) {
            String left = setting.option() + " " + setting.value();
            text.append("  ").append(left).append(" ".repeat(Math.max(1, WIDTH - left.length())));
            text.append(setting.variable()).append(", default: ").append(setting.fallback());
            text.append("\n      ").append(setting.description()).append('\n');
        }
        return text.append("""

            Exit codes: 0 stopped when told to, 1 cannot start or cannot go on, 2 the options are wrong,
            128 + n when signal n came a second time.
            """).toString();
    }
}
