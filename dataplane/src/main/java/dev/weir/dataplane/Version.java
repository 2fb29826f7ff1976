package dev.weir.dataplane;

/** Which version this is. */
final class Version {
    private Version() {}

    /** The version that the jar was built as. */
    static String current() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
