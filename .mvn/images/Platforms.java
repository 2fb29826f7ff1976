/** The names of this machine's processor: everyone has another. */
class Platforms {
    private Platforms() {}

    static String nettyName() {
        return isArm() ? "aarch_64" : "x86_64";
    }

    static String brotliName() {
        return isArm() ? "aarch64" : "x86_64";
    }

    static String ociName() {
        return isArm() ? "arm64" : "amd64";
    }

    private static boolean isArm() {
        String name = System.getProperty("os.arch");
        return switch (name) {
            case "aarch64" -> true;
            case "amd64" -> false;
            default -> throw new IllegalStateException("images are built on amd64 and aarch64, this is " + name);
        };
    }
}
